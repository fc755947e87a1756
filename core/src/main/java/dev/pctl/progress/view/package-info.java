/**
 * Immutable views of a run: everything that is displayed comes from them.
 *
 * <p>The library implements the interfaces of this package, hosts only call them. Minor versions add methods to them, so
 * a host must not implement them itself; a test obtains a view by recording facts and asking
 * {@link dev.pctl.progress.Progress#view()}.
 *
 * <p>A value that may be unknown is null, and its method is marked {@code @Nullable}; no method returns an
 * {@code Optional}. Collections are never null and cannot be modified.
 */
@NullMarked
package dev.pctl.progress.view;

import org.jspecify.annotations.NullMarked;
