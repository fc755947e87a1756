/** The history of image builds: kept once per build, shown as statistics, and used to announce the next build. */
@NullMarked
package dev.pctl.progress.examples.ami.history;

import org.jspecify.annotations.NullMarked;
