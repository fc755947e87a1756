/** What the page knows of a run, as JSON with versions. */
@NullMarked
package dev.pctl.progress.web.internal.model;

import org.jspecify.annotations.NullMarked;
