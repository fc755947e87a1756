package dev.pctl.progress.buildlog.internal.pipeline;

import dev.pctl.progress.buildlog.internal.failure.Diagnoser;
import dev.pctl.progress.buildlog.internal.failure.OutputFailureTracker;
import dev.pctl.progress.buildlog.internal.failure.RuleSet;
import dev.pctl.progress.buildlog.internal.line.LineClassifier;
import dev.pctl.progress.buildlog.internal.line.LineSplitter;
import dev.pctl.progress.buildlog.internal.line.LogLine;
import dev.pctl.progress.buildlog.internal.line.RecentLines;
import dev.pctl.progress.buildlog.internal.prefix.LineClock;
import dev.pctl.progress.buildlog.internal.prefix.Lookahead;
import dev.pctl.progress.buildlog.internal.prefix.PrefixStripper;
import dev.pctl.progress.buildlog.internal.step.StepCounter;
import dev.pctl.progress.buildlog.internal.track.PackageTracker;
import dev.pctl.progress.buildlog.internal.track.PackageTracker.Tracked;
import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.event.FailureFact;
import dev.pctl.progress.event.LogFact;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.spi.FactSink;
import dev.pctl.progress.spi.LineGrammar;
import dev.pctl.progress.spi.LogParser;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Turns the bytes of one log into facts: bytes to lines, prefixes off, then each line to the host's grammars, to the
 * installer's dialect, and to the step counter. A line that none of them understands is output of the package that is
 * being worked on.
 *
 * <p>Memory does not grow with the log, but with the number of packages in it. For one log, used by one thread at a
 * time.
 */
public final class LogPipeline implements LogParser {

    /** The line may show what stands in front of all lines. */
    private static final long ANCHOR = 1;

    /** It may be a step of a build. */
    private static final long STEP = 1L << 1;

    /** The number of output lines that are searched once a build has failed. */
    private static final int REMEMBERED = 1_000;

    /** The number of lines before an error that may be about it. */
    private static final int BEFORE = 12;

    private static final byte[] NOTHING = {};

    private final FactSink sink;
    private final PackageTracker tracker;
    private final LineSplitter splitter;
    private final LogLine line = new LogLine();
    private final PrefixStripper outer;
    private final PrefixStripper inner;
    private final LineClassifier marks;
    private final HostGrammars hosts;
    private final Lookahead ahead;
    private final LineClock times;
    private final Supplier<Instant> timeOfLine = this::timeOfLine;
    private final RecentLines output = new RecentLines(REMEMBERED, LineSplitter.LIMIT);
    private final StepCounter steps;
    private final OutputFailureTracker failures;
    private final Dialect dialect;
    private byte[] chunk = NOTHING;
    private Instant readAt = Instant.EPOCH;
    private @Nullable Tracked lastSpeaking;
    private long number;
    private int keptBack;
    private boolean everyLine;
    private boolean finished;
    private boolean unfinished;
    private boolean untoldFailure;

    /**
     * Creates a parser for one log.
     *
     * @param dialects the installer's dialect
     * @param searching whether every line of output is searched for the reason of a failure, instead of the newest lines
     *     once a build has failed
     */
    public LogPipeline(
            FactSink sink,
            RuleSet rules,
            List<LineGrammar.Factory> grammars,
            Dialect.Factory dialects,
            boolean searching) {
        Diagnoser diagnoser = new Diagnoser(rules);
        this.sink = sink;
        tracker = new PackageTracker(sink);
        steps = new StepCounter(tracker);
        failures = new OutputFailureTracker(rules, diagnoser, output, searching);
        dialect = dialects.create(new Dialect.Context(tracker, diagnoser, failures, this::before));
        hosts = new HostGrammars(grammars, tracker);
        List<String> beginnings = hosts.beginnings();
        Pattern beginning = PrefixStripper.beginning(beginnings);
        outer = new PrefixStripper(beginning);
        inner = new PrefixStripper(beginning);
        ahead = new Lookahead(outer, inner);
        times = new LineClock(ahead::prefixes);
        marks = beginnings.isEmpty() ? dialects.classifier() : classifier(beginnings, dialects::mark);
        splitter = new LineSplitter(marks.words(), this::line);
    }

    /** Returns what marks the lines that matter: to the pipeline, to hosts with these beginnings, and to a dialect. */
    public static LineClassifier classifier(List<String> beginnings, Consumer<LineClassifier.Builder> dialect) {
        LineClassifier.Builder builder = LineClassifier.builder()
                .words(STEP, StepCounter.WORDS)
                .pattern(ANCHOR, PrefixStripper.beginning(beginnings))
                .words(ANCHOR, List.of(PrefixStripper.ESCAPED));
        dialect.accept(builder);
        return builder.build();
    }

    @Override
    public void accept(byte[] bytes, int offset, int length, Instant time) {
        if (!finished) {
            begin(time);
            chunk = bytes;
            ahead.begin(bytes, offset, length);
            splitter.accept(bytes, offset, length);
            settle();
        }
    }

    /** The caller may change the bytes now. */
    private void settle() {
        chunk = NOTHING;
        ahead.end();
        output.settle();
    }

    private void begin(Instant time) {
        readAt = time;
        tracker.time(timeOfLine);
        boolean wanted = sink.everyLine();
        if (wanted && !everyLine) {
            flush();
        }
        everyLine = wanted;
    }

    @Override
    public void gap(Instant at) {
        if (!finished) {
            begin(at);
            splitter.finish();
            tracker.time(() -> at);
            tracker.emit(new LogFact.Gap(null));
        }
    }

    @Override
    public void flush() {
        output.give(keptBack, (lineNumber, pkg, prefix, text, read) -> {
            Instant time = times.ofKept(prefix, read);
            sink.accept(time, new LogFact.Output(lineNumber, pkg, text, null));
        });
        keptBack = 0;
    }

    @Override
    public void finish(Instant at) {
        if (finished) {
            return;
        }
        begin(at);
        splitter.finish();
        boolean shownOutside = outer.finish();
        boolean shownInside = inner.finish();
        if (shownOutside || shownInside) {
            understandLate();
        }
        finished = true;
        flush();
        tracker.time(() -> at);
        hosts.finish(at);
        dialect.close();
        unfinished = tracker.anyActive();
        tellUntold();
        dialect.finish();
    }

    /** The log ends, and no failure was told: what is still being built may have failed, or a build of no known package. */
    private void tellUntold() {
        Outcome outcome = outcome();
        if (outcome == Outcome.SUCCEEDED || outcome == Outcome.CANCELLED || tracker.anyFailed()) {
            return;
        }
        if (outcome == null && tracker.nothingSeen()) {
            tellUntold(null);
        }
        tracker.allActive().forEach(this::tellUntold);
    }

    private void tellUntold(@Nullable Tracked pkg) {
        Diagnosis untold = failures.untold(pkg, tracker.lastSpoken(pkg));
        if (untold != null) {
            untoldFailure = true;
            tracker.emit(new FailureFact.Diagnosed(untold));
        }
    }

    @Override
    public @Nullable Outcome outcome() {
        if (!finished) {
            return null;
        }
        Outcome told = hosts.outcome();
        if (told != null) {
            return told;
        }
        Outcome outcome = dialect.outcome(unfinished);
        return outcome == null && untoldFailure ? Outcome.FAILED : outcome;
    }

    /** Most lines are output of builds: what is needed of them is decided by their bytes, before any text is made. */
    private void line(byte[] bytes, int offset, int length, boolean plain, boolean overwritten, long words) {
        if (!plain) {
            dialect.control(bytes, offset, length);
        }
        line.set(bytes, offset, length, plain, bytes == chunk);
        if (bytes == chunk) {
            ahead.passTo(offset + length);
        }
        long found = plain ? marks.of(words) : marks.of(line);
        if (strip((found & ANCHOR) != 0)) {
            understandLate();
            line.set(bytes, offset, length, plain, bytes == chunk);
            strip(false);
            outer.late();
            inner.late();
        }
        boolean understood = understand(found);
        if (!overwritten) {
            number++;
            if (!understood && !line.isBlank()) {
                output();
            }
        }
    }

    /** Whether there are earlier lines of which this one has shown what stands in front of them. */
    private boolean strip(boolean mayShow) {
        boolean shownOutside = strip(outer, mayShow);
        boolean shownInside = strip(inner, mayShow);
        return shownOutside || shownInside;
    }

    private boolean strip(PrefixStripper prefix, boolean mayShow) {
        return (mayShow || !prefix.isIdle(line)) && prefix.strip(line, mayShow);
    }

    private void understandLate() {
        for (List<byte[]> lines : List.of(outer.late(), inner.late())) {
            lines.forEach(late -> line(late, 0, late.length, false, true, 0));
        }
    }

    private boolean understand(long found) {
        if (hosts.accept(line, timeOfLine) || dialect.accept(line, found)) {
            return true;
        }
        steps.accept(line, (found & STEP) != 0);
        return false;
    }

    private List<String> before() {
        return output.textsSince(number - BEFORE, BEFORE);
    }

    private Instant timeOfLine() {
        return times.of(line.prefix(), readAt);
    }

    private void output() {
        Tracked pkg = tracker.speaking();
        PackageRef ref = pkg == null ? null : pkg.ref();
        if (pkg != lastSpeaking) {
            flush();
            lastSpeaking = pkg;
        }
        if (failures.wants(line, number)) {
            failures.accept(pkg, number, line.text());
        }
        tracker.spoke(pkg, number);
        output.add(line, number, ref, readAt);
        if (everyLine) {
            tracker.emit(new LogFact.Output(number, ref, line.text(), null));
        } else {
            keptBack = Math.min(keptBack + 1, LogFact.Output.NEWEST);
        }
    }
}
