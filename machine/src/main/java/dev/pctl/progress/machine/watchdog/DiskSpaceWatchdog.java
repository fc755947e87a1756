package dev.pctl.progress.machine.watchdog;

import dev.pctl.progress.event.Advice;
import dev.pctl.progress.event.Advice.Severity;
import dev.pctl.progress.event.AdviceFact;
import dev.pctl.progress.event.Fact;
import dev.pctl.progress.event.Forecast;
import dev.pctl.progress.event.ForecastFact.DiskNeed;
import dev.pctl.progress.event.ForecastFact.DiskOutlook;
import dev.pctl.progress.event.Question;
import dev.pctl.progress.event.SampleFact;
import dev.pctl.progress.internal.util.TemplateFiller;
import dev.pctl.progress.machine.internal.watchdog.ChangeFilter;
import dev.pctl.progress.machine.internal.watchdog.DiskMessages;
import dev.pctl.progress.machine.internal.watchdog.DiskProjection;
import dev.pctl.progress.machine.internal.watchdog.DiskTrend;
import dev.pctl.progress.machine.internal.watchdog.Hysteresis;
import dev.pctl.progress.machine.internal.watchdog.Hysteresis.Level;
import dev.pctl.progress.spi.Watchdog;
import dev.pctl.progress.view.RunView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Tells how file systems fill ({@link DiskOutlook}), and warns when one is forecast to be full, in space or in inodes,
 * before the run's forecast end, or is more than 80 percent full, and urgently above 90 percent. There is one advice for
 * each path, {@code disk-full:PATH}, raised when it gets worse and cleared when the danger has passed. It does not flap: a
 * share counts as passed when it is clearly below again (by 3 percent), a forecast when it has been better for five
 * minutes.
 *
 * <p>What the rest of the run needs ({@link DiskNeed}) is taken to be needed on the disk that is named first. While nobody
 * forecasts the run's end, it looks as far ahead as it looks back: fifteen minutes.
 *
 * <p>One for each run, as it learns how the disks fill. Not thread-safe.
 */
public final class DiskSpaceWatchdog implements Watchdog {

    private static final List<String> REMEDIES = List.of(
            "Use a larger volume for the build: {suggestedGb} GB instead of {totalGb} GB",
            "Remove build stages and caches that are no longer needed (spack clean --all)",
            "Use a machine with more local storage");

    private final DiskThresholds limits;
    private final List<String> remedies;
    private final @Nullable Question question;
    private final DiskTrend forecast;
    private final Map<String, Watched> disks = new HashMap<>();
    private @Nullable Instant statedAt;
    private DiskProjection.@Nullable Stated stated;

    /** What was judged and told of one disk the last time. */
    private static final class Watched {

        private final Hysteresis spaceGauge;
        private final Hysteresis inodeGauge;
        private final ChangeFilter telling = new ChangeFilter();
        private Level space = Level.FINE;
        private Level inodes = Level.FINE;

        Watched(DiskThresholds limits, @Nullable Advice before) {
            spaceGauge = new Hysteresis(limits, before == null ? null : before.severity());
            inodeGauge = new Hysteresis(limits, null);
        }

        Level worst() {
            return space.compareTo(inodes) >= 0 ? space : inodes;
        }
    }

    /** A watchdog with generic remedies. */
    public DiskSpaceWatchdog() {
        this(REMEDIES);
    }

    /**
     * A watchdog that speaks the host's language.
     *
     * @param remedies what the user can do, most promising first; see the other constructor
     */
    public DiskSpaceWatchdog(List<String> remedies) {
        this(DiskThresholds.STANDARD, remedies, null);
    }

    /**
     * A watchdog with the host's own limits and words.
     *
     * @param remedies what the user can do, most promising first. {@code {path}}, {@code {freeGb}}, {@code {usedGb}},
     *     {@code {totalGb}} and {@code {suggestedGb}} (a size that should do) are filled in
     * @param question what to ask when it is urgent or the disk is forecast to run full, or null
     */
    public DiskSpaceWatchdog(DiskThresholds limits, List<String> remedies, @Nullable Question question) {
        this.limits = limits;
        this.remedies = List.copyOf(remedies);
        this.question = question;
        forecast = new DiskTrend(limits.lookBack());
    }

    @Override
    public List<Fact> check(RunView view, Instant now) {
        List<Fact> facts = new ArrayList<>();
        for (SampleFact.Disk disk : view.machine().disks()) {
            Instant taken = view.machine().sampledAt(disk);
            forecast.add(taken == null ? now : taken, disk);
            check(disk, view, now, facts);
        }
        return facts;
    }

    private void check(SampleFact.Disk disk, RunView view, Instant now, List<Fact> facts) {
        String id = "disk-full:" + disk.path();
        Advice raised = view.advice().raised(id);
        Watched watched = disks.computeIfAbsent(disk.path(), p -> new Watched(limits, raised));
        DiskProjection prognosis = prognosis(disk, view, now);
        DiskOutlook outlook = prognosis.outlook();
        if (outlook != null && watched.telling.isNews(outlook, now)) {
            facts.add(outlook);
        }
        Level before = watched.worst();
        judge(watched, prognosis, now);
        Level level = watched.worst();
        Severity severity = level.severity;
        if (severity == null) {
            if (raised != null) {
                facts.add(new AdviceFact.Cleared(id));
            }
            return;
        }
        boolean stated = raised != null && raised.severity() == severity;
        boolean cameTrue = before == Level.FILLING && level == Level.HIGH;
        if (!stated || cameTrue) {
            facts.add(new AdviceFact.Raised(advice(id, severity, watched, prognosis)));
        }
    }

    private DiskProjection prognosis(SampleFact.Disk disk, RunView view, Instant now) {
        return new DiskProjection(
                disk,
                forecast.space(disk.path()),
                forecast.inodes(disk.path()),
                remaining(view, now),
                stated(disk, view),
                limits);
    }

    private DiskProjection.@Nullable Stated stated(SampleFact.Disk disk, RunView view) {
        if (!view.machine().disks().get(0).path().equals(disk.path())) {
            return null;
        }
        DiskNeed need = view.forecast().diskNeed();
        if (!Objects.equals(statedAt, view.forecast().diskNeedAt())) {
            statedAt = view.forecast().diskNeedAt();
            stated = need == null ? null : new DiskProjection.Stated(need, disk.usedBytes());
        }
        return stated;
    }

    private static void judge(Watched watched, DiskProjection prognosis, Instant now) {
        SampleFact.Disk disk = prognosis.disk();
        Double inodeFullness = disk.inodeFullness();
        watched.space = watched.spaceGauge.judge(disk.fullness(), prognosis.spaceRisk(), now);
        watched.inodes = inodeFullness == null
                ? Level.FINE
                : watched.inodeGauge.judge(inodeFullness, prognosis.inodeRisk(), now);
    }

    private Advice advice(String id, Severity severity, Watched watched, DiskProjection prognosis) {
        DiskMessages words = new DiskMessages(prognosis);
        boolean ofSpace = watched.space == watched.worst();
        Advice advice = new Advice(
                id,
                severity,
                ofSpace ? words.space() : words.inodes(),
                ofSpace ? words.whySpace() : words.whyInodes(),
                TemplateFiller.fill(remedies, words.values()));
        boolean asks = severity == Severity.CRITICAL || watched.worst() == Level.FILLING;
        return question == null || !asks ? advice : advice.asking(question);
    }

    /** Null also when the time that was forecast is over: then nobody knows. */
    private static @Nullable Forecast remaining(RunView view, Instant now) {
        Forecast remaining = view.forecast().remaining(now);
        return remaining == null || remaining.p50().isZero() ? null : remaining;
    }
}
