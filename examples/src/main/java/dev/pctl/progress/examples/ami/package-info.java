/** A host in the manner of pctl: builds machine images and tells what it learned from its builds. */
@NullMarked
package dev.pctl.progress.examples.ami;

import org.jspecify.annotations.NullMarked;
