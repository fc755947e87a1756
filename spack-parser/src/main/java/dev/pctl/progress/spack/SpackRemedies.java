package dev.pctl.progress.spack;

import dev.pctl.progress.event.FailureCause;
import dev.pctl.progress.event.SampleFact.WaitReason;
import dev.pctl.progress.remedy.Remedies;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Remedies for failures and for problems of the machine that name Spack's commands. The remedies of the library itself
 * name no tool; a host that runs Spack uses these instead.
 *
 * <pre>{@code
 * Progress.builder("my image")
 *         .remedies(SpackRemedies.forFailures())
 *         .watchdog(DiskSpaceWatchdog.builder().remedies(SpackRemedies.forFullDisk()).build())
 *         .watchdog(MemoryWatchdog.builder().remedies(SpackRemedies.forShortMemory()).build())
 * }</pre>
 *
 * @since 0.1
 */
public final class SpackRemedies {

    private static final String STOP_AND_RESTART = "Stop it and start again: installed packages are kept";

    private SpackRemedies() {}

    /** Returns the remedies for failures, to which a host may add its own. */
    public static Remedies forFailures() {
        return Remedies.standard()
                .withDefault(FailureCause.DISK_FULL, """
                        Use a larger volume: {suggestedGb} GB instead of {totalGb} GB
                        Use a larger volume""", """
                        Free space on {disk}: spack clean --all, and remove old build stages
                        Free space: spack clean --all, and remove old build stages""", """
                        Build on a disk with more than {neededGb} GB free: spack config add config:build_stage:DIR
                        Build on another disk: spack config add config:build_stage:DIR""")
                .withDefault(FailureCause.MEMORY, """
                        Use fewer parallel jobs: spack install -j {jobs} (for {cores} cores and {memoryGb} GB of memory)
                        Use fewer parallel jobs: spack install -j {jobs}
                        Use fewer parallel jobs: spack install -j N""", """
                        Use a machine with more than {memoryGb} GB of memory, or add swap
                        Use a machine with more memory, or add swap""")
                .withDefault(
                        FailureCause.KILLED,
                        "Try again: installed packages are kept",
                        """
                        If memory may have run out, use fewer parallel jobs: spack install -j {jobs}
                        If memory may have run out, use fewer parallel jobs: spack install -j N""",
                        "Find out what ended it: dmesg, the batch system, the cloud console");
    }

    /** Returns remedies for a disk that fills up. */
    public static List<String> forFullDisk() {
        return List.of(
                "Use a larger volume for the build: {suggestedGb} GB instead of {totalGb} GB",
                "Remove build stages and caches that are no longer needed (spack clean --all)",
                "Use a machine with more local storage");
    }

    /** Returns remedies for memory that runs short. */
    public static List<String> forShortMemory() {
        return List.of("""
                Run fewer compilers at a time (spack install -j {jobs})
                Run fewer compilers at a time (spack install -j N)""", "Use a larger instance, or one with more memory for each core");
    }

    /** Returns remedies for packages that take long to build. */
    public static List<String> forSlowPackages() {
        return List.of("Next time take it from a binary cache: spack mirror add, spack buildcache push");
    }

    /** Returns remedies for builds that wait, by what they wait for. */
    public static Map<WaitReason, List<String>> forWaiting() {
        Map<WaitReason, List<String>> remedies = new EnumMap<>(WaitReason.class);
        remedies.put(WaitReason.STOPPED, List.of("Continue it: kill -CONT {pid}"));
        remedies.put(WaitReason.LOCK, List.of("""
                        Wait for {holder}, or end it
                        Look for another spack that works in the same place""", """
                        If no process works there, the lock is stale: remove {target}
                        If no process works there, the lock is stale: remove the lock file"""));
        remedies.put(
                WaitReason.INPUT,
                List.of(
                        "Answer it, or end it and build without questions: </dev/null, spack --yes-to-all",
                        "Look at the end of the build log for what it asks"));
        remedies.put(
                WaitReason.NETWORK, List.of("""
                        Look whether {target} answers
                        Look whether the network and the mirrors answer""", "Use a mirror that is nearer: spack mirror add", STOP_AND_RESTART));
        return remedies;
    }

    /** Returns remedies for builds that are stalled for no visible reason. */
    public static List<String> forStalledBuild() {
        return List.of(
                "Look at the end of the build log",
                "Look for a held lock: another spack process, or a stale lock file",
                "Look whether a process waits for input or the network",
                STOP_AND_RESTART);
    }
}
