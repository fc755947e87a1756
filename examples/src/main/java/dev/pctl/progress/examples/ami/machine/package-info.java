/** The stand-in for a cloud: an instance with a console, on which recorded builds are played. */
@NullMarked
package dev.pctl.progress.examples.ami.machine;

import org.jspecify.annotations.NullMarked;
