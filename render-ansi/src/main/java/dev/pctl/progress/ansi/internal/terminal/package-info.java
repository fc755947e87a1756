/** The terminal: its footer, its session, its escape sequences. */
@NullMarked
package dev.pctl.progress.ansi.internal.terminal;

import org.jspecify.annotations.NullMarked;
