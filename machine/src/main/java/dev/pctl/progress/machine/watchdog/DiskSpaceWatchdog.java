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
import dev.pctl.progress.internal.check.Arguments;
import dev.pctl.progress.internal.util.TemplateFiller;
import dev.pctl.progress.machine.internal.watchdog.ChangeFilter;
import dev.pctl.progress.machine.internal.watchdog.DiskMessages;
import dev.pctl.progress.machine.internal.watchdog.DiskProjection;
import dev.pctl.progress.machine.internal.watchdog.DiskThresholds;
import dev.pctl.progress.machine.internal.watchdog.DiskTrend;
import dev.pctl.progress.machine.internal.watchdog.Hysteresis;
import dev.pctl.progress.machine.internal.watchdog.Hysteresis.Level;
import dev.pctl.progress.spi.Watchdog;
import dev.pctl.progress.view.MachineView;
import dev.pctl.progress.view.RunView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Forecasts how file systems fill ({@link DiskOutlook}), and warns when one is forecast to be full, in space or in
 * inodes, before the run's forecast end, or is more than 80 percent full, and urgently above 90 percent. There is one
 * advice for each path, {@code disk-full:PATH}, or {@code disk-full:WORKER:PATH} on the machines of other workers than
 * that of {@link RunView#machine}. It is raised when it gets worse and cleared when the danger has passed. It does not
 * flap: a share is left when it is clearly below again (by 3 percent), a forecast when it has been better for
 * five minutes.
 *
 * <p>What the rest of the run needs ({@link DiskNeed}) is taken to be needed on the disk that is named first. While the
 * run's end is not forecast, it looks as far ahead as it looks back: fifteen minutes.
 *
 * <p>One instance for each run, as it learns how the disks fill. Not thread-safe.
 */
public final class DiskSpaceWatchdog implements Watchdog {

    private static final List<String> REMEDIES = List.of(
            "Use a larger volume for the build: {suggestedGb} GB instead of {totalGb} GB",
            "Remove build directories and caches that are no longer needed",
            "Use a machine with more local storage");

    /** Readings of one disk differ by at most this share of its size: {@code df -h} rounds. */
    private static final double SAME_DISK = 0.1;

    private final DiskThresholds limits;
    private final List<String> remedies;
    private final @Nullable Question question;
    private final Map<String, DiskTrend> trends = new HashMap<>();
    private final Map<String, Watched> disks = new HashMap<>();
    private @Nullable Instant statedAt;
    private DiskProjection.@Nullable Stated stated;

    /** The state of one disk at the last check. */
    private static final class Watched {

        private final Hysteresis spaceGauge;
        private final Hysteresis inodeGauge;
        private final ChangeFilter news = new ChangeFilter();
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

    /** Creates a watchdog with the default limits and remedies that name no tool. */
    public DiskSpaceWatchdog() {
        this(new Builder());
    }

    private DiskSpaceWatchdog(Builder builder) {
        limits = new DiskThresholds(
                builder.warnAt, builder.urgentAt, builder.hysteresis, builder.lookBack, builder.lookAhead);
        remedies = builder.remedies;
        question = builder.question;
    }

    /** Returns a builder with the default limits and remedies. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public List<Fact> check(RunView view, Instant now) {
        List<Fact> facts = new ArrayList<>();
        for (MachineView machine : view.machines()) {
            DiskTrend trend = trends.computeIfAbsent(machine.worker(), w -> new DiskTrend(limits.lookBack()));
            for (SampleFact.Disk disk : machine.disks()) {
                Instant taken = machine.sampledAt(disk);
                trend.add(taken == null ? now : taken, disk);
                if (isFirst(machine, view) || !isKnown(disk, view.machine())) {
                    check(disk, machine, view, now, facts);
                }
            }
        }
        return facts;
    }

    private static boolean isFirst(MachineView machine, RunView view) {
        return machine.worker().equals(view.machine().worker());
    }

    /** Whether another worker reports the same disk: a log and a sampler may both look at one machine. */
    private static boolean isKnown(SampleFact.Disk disk, MachineView first) {
        double difference = SAME_DISK * disk.totalBytes();
        return first.disks().stream()
                .anyMatch(d -> d.path().equals(disk.path())
                        && Math.abs(d.totalBytes() - disk.totalBytes()) <= difference
                        && Math.abs(d.usedBytes() - disk.usedBytes()) <= difference);
    }

    private void check(SampleFact.Disk disk, MachineView machine, RunView view, Instant now, List<Fact> facts) {
        boolean first = isFirst(machine, view);
        String id = "disk-full:" + (first ? "" : machine.worker() + ':') + disk.path();
        Advice raised = view.advice().raised(id);
        Watched watched = disks.computeIfAbsent(id, i -> new Watched(limits, raised));
        DiskProjection prognosis = prognosis(disk, machine, view, now);
        DiskOutlook outlook = first ? prognosis.outlook() : null;
        if (outlook != null && watched.news.isNews(outlook, now)) {
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
            String owner = first ? "" : " of " + machine.worker();
            facts.add(new AdviceFact.Raised(advice(id, severity, watched, new DiskMessages(prognosis, owner))));
        }
    }

    private DiskProjection prognosis(SampleFact.Disk disk, MachineView machine, RunView view, Instant now) {
        DiskTrend trend = Objects.requireNonNull(trends.get(machine.worker()));
        return new DiskProjection(
                disk,
                trend.space(disk.path()),
                trend.inodes(disk.path()),
                remaining(view, now),
                isFirst(machine, view) ? stated(disk, view) : null,
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

    private Advice advice(String id, Severity severity, Watched watched, DiskMessages words) {
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

    /** Returns null also when the forecast time is over: then the end is not known. */
    private static @Nullable Forecast remaining(RunView view, Instant now) {
        Forecast remaining = view.forecast().remaining(now);
        return remaining == null || remaining.p50().isZero() ? null : remaining;
    }

    /** Builds a {@link DiskSpaceWatchdog}. Not thread-safe. */
    public static final class Builder {

        private double warnAt = 0.80;
        private double urgentAt = 0.90;
        private double hysteresis = 0.03;
        private Duration lookBack = DiskTrend.DEFAULT_WINDOW;
        private Duration lookAhead = DiskTrend.DEFAULT_WINDOW;
        private List<String> remedies = REMEDIES;
        private @Nullable Question question;

        private Builder() {}

        /** Sets the share in use, from 0 to 1, from which on there is a warning. Default: 0.80. */
        public Builder warnAt(double share) {
            warnAt = Arguments.share(share, "share");
            return this;
        }

        /** Sets the share in use from which on it is urgent. Default: 0.90. */
        public Builder urgentAt(double share) {
            urgentAt = Arguments.share(share, "share");
            return this;
        }

        /** Sets by how much the share must be lower again before a warning is taken back. Default: 0.03. */
        public Builder hysteresis(double share) {
            hysteresis = Arguments.share(share, "share");
            return this;
        }

        /** Sets how much of the past the growth is computed from, at least three minutes. Default: 15 minutes. */
        public Builder lookBack(Duration window) {
            if (Objects.requireNonNull(window, "window").compareTo(DiskTrend.SHORTEST_WINDOW) < 0) {
                throw new IllegalArgumentException("window must be at least three minutes: " + window);
            }
            lookBack = window;
            return this;
        }

        /** Sets how long the space must last while the end of the run is not forecast. Default: 15 minutes. */
        public Builder lookAhead(Duration time) {
            lookAhead = Arguments.notNegative(time, "time");
            return this;
        }

        /**
         * Sets what the user can do, most promising first. Placeholders: {@code {path}}, {@code {freeGb}}, {@code
         * {usedGb}}, {@code {totalGb}} and {@code {suggestedGb}} (a size that should suffice).
         */
        public Builder remedies(List<String> templates) {
            remedies = Arguments.elements(templates, "templates");
            return this;
        }

        /** Sets what to ask when it is urgent or the disk is forecast to run full. Default: nothing. */
        public Builder question(Question newQuestion) {
            question = Objects.requireNonNull(newQuestion, "newQuestion");
            return this;
        }

        /**
         * Builds the watchdog.
         *
         * @throws IllegalArgumentException unless 0 &lt; warnAt &lt;= urgentAt &lt;= 1
         */
        public DiskSpaceWatchdog build() {
            return new DiskSpaceWatchdog(this);
        }
    }
}
