/**
 * The interfaces that hosts implement: log sources, parsers, grammars, forecasters, renderers, samplers, watchdogs,
 * deciders and listeners.
 */
@NullMarked
package dev.pctl.progress.spi;

import org.jspecify.annotations.NullMarked;
