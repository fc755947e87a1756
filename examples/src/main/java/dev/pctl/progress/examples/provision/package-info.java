/** A host without Spack or images: runs shell steps that provision a machine. */
@NullMarked
package dev.pctl.progress.examples.provision;

import org.jspecify.annotations.NullMarked;
