/**
 * The facade: one {@link dev.pctl.progress.Progress} watches one run and connects logs, parser, forecasts and
 * renderers.
 *
 * <h2>Stability</h2>
 *
 * <p>The public types of all exported packages of this library follow semantic versioning. Until 1.0 a minor version
 * may break source and binary compatibility, and the change log says so; a patch version never does. From 1.0 on only a
 * major version breaks it. A minor version may then add facts, methods with a default, and methods of interfaces that
 * hosts call but do not implement; each addition bears {@code @since}. Packages named {@code internal} are not exported
 * and may change with any version.
 */
@NullMarked
package dev.pctl.progress;

import org.jspecify.annotations.NullMarked;
