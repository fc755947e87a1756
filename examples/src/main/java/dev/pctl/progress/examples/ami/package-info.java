/** A host in the manner of pctl: builds machine images and reports on earlier builds. */
@NullMarked
package dev.pctl.progress.examples.ami;

import org.jspecify.annotations.NullMarked;
