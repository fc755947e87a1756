/** The live page of a run, and what is saved of a finished one: a report, a summary, a trace. */
@NullMarked
package dev.pctl.progress.web;

import org.jspecify.annotations.NullMarked;
