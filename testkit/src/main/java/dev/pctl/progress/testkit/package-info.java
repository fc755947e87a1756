/** Contracts with which hosts verify their own renderers, log sources and history stores. */
@NullMarked
package dev.pctl.progress.testkit;

import org.jspecify.annotations.NullMarked;
