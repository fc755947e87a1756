package dev.pctl.progress.watch;

import dev.pctl.progress.event.Advice;
import dev.pctl.progress.event.Advice.Severity;
import dev.pctl.progress.event.AdviceFact;
import dev.pctl.progress.event.Forecast;
import dev.pctl.progress.event.SampleFact;
import dev.pctl.progress.state.RunView;
import dev.pctl.progress.watch.FillGauge.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Warns when a file system is forecast to be full, in space or in inodes, before the run's forecast end, or is more than
 * 80 percent full, and urgently above 90 percent. There is one advice for each path, {@code disk-full:PATH}, raised when
 * it gets worse and cleared when the danger has passed. It does not flap: a share counts as passed when it is clearly
 * below again (by 3 percent), a forecast when it has been better for five minutes.
 *
 * <p>While nobody forecasts the run's end, it looks as far ahead as it looks back: fifteen minutes.
 *
 * <p>One for each run, as it learns how the disks fill. Not thread-safe.
 */
public final class DiskSpaceWatchdog implements Watchdog {

    private final List<String> remedies;
    private final DiskForecast forecast = new DiskForecast();
    private final Map<String, Watched> disks = new HashMap<>();

    /** What was judged of one disk the last time. */
    private static final class Watched {

        private final FillGauge spaceGauge;
        private final FillGauge inodeGauge = new FillGauge(null);
        private Level space = Level.FINE;
        private Level inodes = Level.FINE;

        Watched(@Nullable Advice before) {
            spaceGauge = new FillGauge(before == null ? null : before.severity());
        }

        Level worst() {
            return space.compareTo(inodes) >= 0 ? space : inodes;
        }
    }

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
            Instant taken = view.sampledAt(disk);
            forecast.add(taken == null ? now : taken, disk);
            AdviceFact fact = check(disk, view, now);
            if (fact != null) {
                facts.add(fact);
            }
        }
        return facts;
    }

    private @Nullable AdviceFact check(SampleFact.Disk disk, RunView view, Instant now) {
        String id = "disk-full:" + disk.path();
        Advice raised = view.advice(id);
        Watched watched = disks.computeIfAbsent(disk.path(), p -> new Watched(raised));
        Level before = watched.worst();
        judge(watched, disk, horizon(view, now), now);
        Level level = watched.worst();
        Severity severity = level.severity;
        if (severity == null) {
            return raised == null ? null : new AdviceFact.Cleared(id);
        }
        boolean stated = raised != null && raised.severity() == severity;
        boolean cameTrue = before == Level.FILLING && level == Level.HIGH;
        return stated && !cameTrue ? null : new AdviceFact.Raised(advice(id, severity, watched, disk, view, now));
    }

    private void judge(Watched watched, SampleFact.Disk disk, Duration horizon, Instant now) {
        DiskGrowth space = forecast.space(disk.path());
        DiskGrowth inodes = forecast.inodes(disk.path());
        Double inodeFullness = disk.inodeFullness();
        watched.space = watched.spaceGauge.judge(disk.fullness(), space, horizon, now);
        watched.inodes =
                inodeFullness == null ? Level.FINE : watched.inodeGauge.judge(inodeFullness, inodes, horizon, now);
    }

    private Advice advice(
            String id, Severity severity, Watched watched, SampleFact.Disk disk, RunView view, Instant now) {
        DiskWords words = new DiskWords(disk, remaining(view, now));
        DiskGrowth space = forecast.space(disk.path());
        return watched.space == watched.worst()
                ? new Advice(id, severity, words.space(space), words.whySpace(space), remedies)
                : new Advice(id, severity, words.inodes(forecast.inodes(disk.path())), words.whyInodes(), remedies);
    }

    private static Duration horizon(RunView view, Instant now) {
        Duration remaining = remaining(view, now);
        return remaining == null ? DiskForecast.DEFAULT_WINDOW : remaining;
    }

    /** Null also when the time that was forecast is over: then nobody knows. */
    private static @Nullable Duration remaining(RunView view, Instant now) {
        Forecast remaining = view.remaining(now);
        return remaining == null || remaining.p50().isZero() ? null : remaining.p50();
    }
}
