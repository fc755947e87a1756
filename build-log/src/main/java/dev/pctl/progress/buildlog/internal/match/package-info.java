/** Search for many literals at once, so that most lines never meet a regular expression. */
@NullMarked
package dev.pctl.progress.buildlog.internal.match;

import org.jspecify.annotations.NullMarked;
