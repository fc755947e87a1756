package dev.pctl.progress.spack;

import dev.pctl.progress.event.Cause;
import dev.pctl.progress.event.PackageRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What to do about a failure, most promising first. */
final class Remedies {

    private Remedies() {}

    static List<String> of(Cause cause, @Nullable PackageRef pkg) {
        String name = pkg == null ? "the package" : pkg.spec();
        return switch (cause) {
            case CONCRETIZATION ->
                List.of(
                        "Relax the version or variant that the message names",
                        "See what is available: spack info PACKAGE, spack versions PACKAGE");
            case FETCH ->
                List.of(
                        "Check the network and the proxy of the build machine, then try again",
                        "Put the source into a mirror: spack mirror create -d DIR " + name);
            case CHECKSUM ->
                List.of(
                        "Remove the downloaded file and try again: spack clean --downloads",
                        "If it fails again, the source has changed: choose another version, or compare with spack checksum");
            case PATCH ->
                List.of(
                        "Choose a version of " + name + " that the patch was made for",
                        "Update the Spack package repository");
            case CONFIGURE ->
                List.of(
                        "Add the missing dependency or variant that the message names",
                        "Look further up in the log for the first check that failed");
            case COMPILE ->
                List.of(
                        "Try another compiler or version: " + name + " %gcc@VERSION",
                        "Choose a newer version of " + name + ", or update the Spack package repository");
            case LINK ->
                List.of(
                        "Check that the library that the message names is a dependency, built by the same compiler",
                        "Rebuild the dependency, or choose a compatible version of it");
            case INSTALL -> List.of("Look at the end of the log", "Check space and permissions of the install tree");
            case TEST -> List.of("Install without tests: leave out --test", "Look at the test log");
            case DISK_FULL ->
                List.of(
                        "Use a larger volume",
                        "Free space: spack clean --all, and remove old build stages",
                        "Put the build stage on another disk: config:build_stage");
            case MEMORY, KILLED ->
                List.of("Use fewer parallel jobs: spack install -j N", "Use a machine with more memory, or add swap");
            case PERMISSION -> List.of("Check who owns the install tree, the stage and their parent folders");
            case TIMEOUT -> List.of("Try again", "Raise the time limit");
            case LOCK -> List.of("Wait for the other Spack process, or end it", "Then try again");
            case INTERRUPTED -> List.of("Start again: what is installed is kept");
            case DEPENDENCY -> List.of("Repair the dependency that failed first");
            case UNKNOWN -> List.of("Look at the end of the log");
        };
    }
}
