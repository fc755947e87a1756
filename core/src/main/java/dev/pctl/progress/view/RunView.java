package dev.pctl.progress.view;

import dev.pctl.progress.event.Advice;
import dev.pctl.progress.event.AdviceFact;
import dev.pctl.progress.event.Decision;
import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.event.Forecast;
import dev.pctl.progress.event.ForecastFact;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.SampleFact;
import dev.pctl.progress.internal.util.TimeSpans;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of a run at one moment: immutable, and a function of the events folded so far, so that a replayed
 * stream gives equal views. What depends on the time of looking takes that time as a parameter.
 *
 * @param run the run's id
 * @param title what is built, for people; empty if nobody said
 * @param labels the host's own properties of the run
 * @param started when it began, or null if that was not seen
 * @param updated the time of the newest event, or null before the first
 * @param heard when the build or its host last said anything, or null; samples, forecasts and advice are no word of its
 *     own
 * @param finished when it ended, or null while it goes on
 * @param outcome how it ended, or null while it goes on
 * @param detail one line on how it ended, or null
 * @param fraction the share of the work that is done, from 0 to 1; never goes back
 * @param stated what the host or its script last said it is doing, or null
 * @param statedFraction how far the host or its script last said it is, or null
 * @param stages the host's stages in order of their beginning
 * @param roots the roots that the host announced, in order of their beginning; each worker's apart
 * @param packages all packages: first those worked on, in the order of their first appearance as work, then planned ones
 * @param disks the newest reading of each watched file system
 * @param diskPeaks by the path of each watched file system, the reading at which most of it was in use
 * @param memory the newest reading, or null
 * @param cpu the newest reading, or null
 * @param network the newest reading, or null
 * @param diskIo the newest reading, or null
 * @param processes the newest reading, or null
 * @param trees the newest size of each watched directory tree
 * @param logs the newest length of each watched log file
 * @param waits what the build's processes wait for, or null if nobody looks
 * @param sampled when each of these readings was taken, by its {@linkplain SampleFact#conflationKey() key}
 * @param remaining the forecast of the time that remained at {@link #remainingAt}, or null
 * @param remainingAt when that forecast was made, or null
 * @param outlook what plan and history say of the run as a whole
 * @param diskOutlooks how each watched file system will fill, as far as is known
 * @param diskNeed the room that the rest of the run needed at {@link #diskNeedAt}, or null
 * @param diskNeedAt when that was stated, or null
 * @param advice what is raised and not cleared, in order of raising
 * @param decisions what was decided on raised advice
 * @param questions what somebody is asked and has not answered yet, in order of asking
 * @param failures what went wrong
 * @param dialect the form of output that was recognised, or null
 * @param output the newest lines of plain output of any package and of none since the last root began, oldest first
 * @param gaps how often a part of the log was lost
 */
public record RunView(
        String run,
        String title,
        Map<String, String> labels,
        @Nullable Instant started,
        @Nullable Instant updated,
        @Nullable Instant heard,
        @Nullable Instant finished,
        @Nullable Outcome outcome,
        @Nullable String detail,
        double fraction,
        @Nullable String stated,
        @Nullable Double statedFraction,
        List<StageView> stages,
        List<RootView> roots,
        List<PackageView> packages,
        List<SampleFact.Disk> disks,
        Map<String, SampleFact.Disk> diskPeaks,
        SampleFact.@Nullable Memory memory,
        SampleFact.@Nullable Cpu cpu,
        SampleFact.@Nullable Network network,
        SampleFact.@Nullable DiskIo diskIo,
        SampleFact.@Nullable Processes processes,
        List<SampleFact.TreeSize> trees,
        List<SampleFact.LogSize> logs,
        SampleFact.@Nullable Waits waits,
        Map<Object, Instant> sampled,
        @Nullable Forecast remaining,
        @Nullable Instant remainingAt,
        RunOutlook outlook,
        List<ForecastFact.DiskOutlook> diskOutlooks,
        ForecastFact.@Nullable DiskNeed diskNeed,
        @Nullable Instant diskNeedAt,
        List<Advice> advice,
        List<AdviceFact.Decided> decisions,
        List<QuestionView> questions,
        List<Diagnosis> failures,
        @Nullable String dialect,
        List<String> output,
        long gaps) {

    public RunView {
        labels = Map.copyOf(labels);
        stages = List.copyOf(stages);
        roots = List.copyOf(roots);
        packages = List.copyOf(packages);
        disks = List.copyOf(disks);
        diskPeaks = Map.copyOf(diskPeaks);
        trees = List.copyOf(trees);
        logs = List.copyOf(logs);
        sampled = Map.copyOf(sampled);
        diskOutlooks = List.copyOf(diskOutlooks);
        advice = List.copyOf(advice);
        decisions = List.copyOf(decisions);
        questions = List.copyOf(questions);
        failures = List.copyOf(failures);
        output = List.copyOf(output);
    }

    /** How long the run took, or has taken so far; null if it has not begun. */
    public @Nullable Duration elapsed(Instant now) {
        return TimeSpans.between(started, finished, now);
    }

    /**
     * The forecast of what remains at the given time: the newest forecast less the time since it was made, each bound
     * at least zero. Null if there is none or the run has ended.
     */
    public @Nullable Forecast remaining(Instant now) {
        if (remaining == null || remainingAt == null || outcome != null) {
            return null;
        }
        Duration since = TimeSpans.between(remainingAt, null, now);
        return new Forecast(
                less(remaining.p10(), since),
                less(remaining.p50(), since),
                less(remaining.p90(), since),
                remaining.basis(),
                remaining.samples());
    }

    private static Duration less(Duration length, @Nullable Duration since) {
        Duration left = since == null ? length : length.minus(since);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** The packages that are being worked on, in order of their appearance. */
    public List<PackageView> active() {
        return packages.stream().filter(PackageView::active).toList();
    }

    /** The stage that began last and goes on, or null. */
    public @Nullable StageView currentStage() {
        return last(stages.stream().filter(s -> s.outcome() == null).toList());
    }

    /** The root that began last and is worked on, or null. */
    public @Nullable RootView currentRoot() {
        return last(roots.stream().filter(r -> r.outcome() == null).toList());
    }

    /** The package of that id, or null; if several workers have it, the one that was worked on first. */
    public @Nullable PackageView packageOf(String id) {
        return packages.stream().filter(p -> p.id().equals(id)).findFirst().orElse(null);
    }

    /** The raised advice of that id, or null. */
    public @Nullable Advice advice(String id) {
        return advice.stream().filter(a -> a.id().equals(id)).findFirst().orElse(null);
    }

    /** What was decided on the raised advice of that id, or null. */
    public @Nullable Decision decision(String id) {
        return decisions.stream()
                .filter(d -> d.id().equals(id))
                .findFirst()
                .map(AdviceFact.Decided::decision)
                .orElse(null);
    }

    /** How the watched file system of that path will fill, or null if nothing is known of that. */
    public ForecastFact.@Nullable DiskOutlook diskOutlook(String path) {
        return diskOutlooks.stream()
                .filter(o -> o.path().equals(path))
                .findFirst()
                .orElse(null);
    }

    /** When the reading that is held in place of this one was taken, or null if there is none. */
    public @Nullable Instant sampledAt(SampleFact sample) {
        Object key = sample.conflationKey();
        return key == null ? null : sampled.get(key);
    }

    /** How many packages ended in the given way. */
    public long count(Outcome outcome) {
        return packages.stream().filter(p -> p.outcome() == outcome).count();
    }

    private static <T> @Nullable T last(List<T> list) {
        return list.isEmpty() ? null : list.get(list.size() - 1);
    }
}
