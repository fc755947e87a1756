package dev.pctl.progress.watch;

import dev.pctl.progress.event.Advice;
import dev.pctl.progress.event.Advice.Severity;
import dev.pctl.progress.event.AdviceFact;
import dev.pctl.progress.event.SampleFact;
import dev.pctl.progress.state.RunView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Warns when a file system is more than 80 percent full, urgently above 90 percent, and takes the warning back when it
 * is clearly below again (by 3 percent, so that it does not flap).
 */
public final class DiskSpaceWatchdog implements Watchdog {

    private static final double WARNING = 0.80;
    private static final double CRITICAL = 0.90;
    private static final double HYSTERESIS = 0.03;
    private static final double BYTES_PER_GB = 1L << 30;

    private final List<String> remedies;

    /** A watchdog with generic remedies. */
    public DiskSpaceWatchdog() {
        this(List.of(
                "Use a larger volume for the build",
                "Remove build stages and caches that are no longer needed (spack clean --all)",
                "Use a machine with more local storage"));
    }

    /**
     * A watchdog that speaks the host's language.
     *
     * @param remedies what the user can do, most promising first
     */
    public DiskSpaceWatchdog(List<String> remedies) {
        this.remedies = List.copyOf(remedies);
    }

    @Override
    public List<AdviceFact> check(RunView view, Instant now) {
        List<AdviceFact> facts = new ArrayList<>();
        for (SampleFact.Disk disk : view.disks()) {
            AdviceFact fact = check(disk, view);
            if (fact != null) {
                facts.add(fact);
            }
        }
        return facts;
    }

    private @Nullable AdviceFact check(SampleFact.Disk disk, RunView view) {
        String id = "disk-space:" + disk.path();
        Advice raised = view.advice(id);
        Severity severity = severity(disk.fullness(), raised == null ? null : raised.severity());
        if (severity == null) {
            return raised == null ? null : new AdviceFact.Cleared(id);
        }
        if (raised != null && raised.severity() == severity) {
            return null;
        }
        return new AdviceFact.Raised(advice(id, severity, disk));
    }

    private static @Nullable Severity severity(double fullness, @Nullable Severity before) {
        if (fullness >= CRITICAL - (before == Severity.CRITICAL ? HYSTERESIS : 0)) {
            return Severity.CRITICAL;
        }
        return fullness >= WARNING - (before == null ? 0 : HYSTERESIS) ? Severity.WARNING : null;
    }

    private Advice advice(String id, Severity severity, SampleFact.Disk disk) {
        String seen = String.format(
                Locale.ROOT,
                "Disk %s is %.0f%% full (%.1f GB free)",
                disk.path(),
                100 * disk.fullness(),
                disk.freeBytes() / BYTES_PER_GB);
        return new Advice(id, severity, seen, "A build that runs out of space fails and leaves nothing", remedies);
    }
}
