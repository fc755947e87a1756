package dev.pctl.progress.buildlog.internal.pipeline;

import dev.pctl.progress.buildlog.internal.failure.Diagnoser;
import dev.pctl.progress.buildlog.internal.failure.OutputFailureTracker;
import dev.pctl.progress.buildlog.internal.failure.RuleSet;
import dev.pctl.progress.buildlog.internal.line.LineClassifier;
import dev.pctl.progress.buildlog.internal.line.LineSplitter;
import dev.pctl.progress.buildlog.internal.line.LogLine;
import dev.pctl.progress.buildlog.internal.line.RecentLines;
import dev.pctl.progress.buildlog.internal.prefix.LineAnchors;
import dev.pctl.progress.buildlog.internal.prefix.LineClock;
import dev.pctl.progress.buildlog.internal.prefix.Lookahead;
import dev.pctl.progress.buildlog.internal.prefix.PrefixStripper;
import dev.pctl.progress.buildlog.internal.step.StepCounter;
import dev.pctl.progress.buildlog.internal.track.PackageTracker;
import dev.pctl.progress.buildlog.internal.track.PackageTracker.Tracked;
import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.event.Fact;
import dev.pctl.progress.event.FailureFact;
import dev.pctl.progress.event.LogFact;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PackageFact;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.event.PhaseFact;
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
 * Turns the bytes of one log into facts: splits them into lines, strips prefixes, and offers each line to the host's
 * grammars, to the installer's dialect, and to the step counter. A line that none of them understands is output of the
 * package in progress.
 *
 * <p>Output becomes facts in {@linkplain LogFact.Output blocks}, which end with the chunk at the latest. Most lines are
 * output, so their bytes are examined before any text is decoded.
 *
 * <p>Memory does not grow with the log, but with the number of packages in it. For one log, used by one thread at a
 * time.
 */
public final class LogPipeline implements LogParser {

    /** Marks lines that may reveal the prefix. */
    private static final long ANCHOR = 1;

    /** Marks lines that may be a step of a build. */
    private static final long STEP = 1L << 1;

    /** The number of newest output lines that are searched once a build has failed. */
    private static final int REMEMBERED = 1_000;

    /** The number of lines before an error that may belong to it. */
    private static final int BEFORE = 12;

    private final FactSink sink;
    private final PackageTracker tracker;
    private final LineSplitter splitter;
    private final LogLine line = new LogLine();
    private final PrefixStripper outer;
    private final PrefixStripper inner;
    private final LineClassifier classifier;
    private final HostGrammars hosts;
    private final Lookahead ahead;
    private final LineClock clock;
    private final Supplier<Instant> lineTimes = this::timeOfLine;
    private final RecentLines output = new RecentLines(REMEMBERED);
    private final StepCounter steps;
    private final OutputFailureTracker failures;
    private final Dialect dialect;
    private Instant readAt = Instant.EPOCH;
    private @Nullable Instant lineTime;
    private @Nullable Instant blockTime;
    private long number;
    private boolean finished;
    private boolean unfinished;
    private boolean unreportedFailure;
    private @Nullable PackageRef diagnosedByHost;

    /**
     * Creates a parser for one log.
     *
     * @param rules the failure rules, which are used only after a failure or if every line is searched
     * @param dialects the installer's dialect
     * @param searching whether every line of output is searched for the reason of a failure, instead of the newest lines
     *     once a build has failed
     */
    public LogPipeline(
            FactSink sink,
            Supplier<RuleSet> rules,
            List<LineGrammar.Factory> grammars,
            Dialect.Factory dialects,
            boolean searching) {
        Diagnoser diagnoser = new Diagnoser(rules);
        this.sink = sink;
        tracker = new PackageTracker(this::emit);
        steps = new StepCounter(tracker);
        failures = new OutputFailureTracker(rules, diagnoser, output, searching);
        dialect = dialects.create(new Dialect.Context(tracker, diagnoser, failures, this::before));
        hosts = new HostGrammars(grammars, this::adopt);
        List<String> beginnings = hosts.beginnings();
        LineAnchors anchors = dialects.anchors().with(beginnings);
        outer = new PrefixStripper(anchors);
        inner = new PrefixStripper(anchors);
        ahead = new Lookahead(outer, inner);
        clock = new LineClock(ahead::prefixes);
        classifier = beginnings.isEmpty() ? dialects.classifier() : classifier(anchors, dialects::mark);
        splitter = new LineSplitter(classifier.words());
    }

    /**
     * Creates the classifier that marks the lines of interest to the pipeline and to a dialect.
     *
     * @param dialect adds the marks of the dialect
     */
    public static LineClassifier classifier(LineAnchors anchors, Consumer<LineClassifier.Builder> dialect) {
        LineClassifier.Builder builder = LineClassifier.builder().words(STEP, StepCounter.WORDS);
        Pattern anchor = anchors.pattern();
        if (anchor != null) {
            builder.pattern(ANCHOR, anchor).words(ANCHOR, List.of(PrefixStripper.ESCAPED));
        }
        dialect.accept(builder);
        return builder.build();
    }

    @Override
    public void accept(byte[] bytes, int offset, int length, Instant time) {
        if (!finished) {
            begin(time);
            ahead.begin(bytes, offset, length);
            output.beginChunk(bytes);
            splitter.begin(bytes, offset, length);
            splitLines();
            closeBlock();
            output.endChunk();
            ahead.end();
        }
    }

    private void begin(Instant time) {
        readAt = time;
        tracker.time(lineTimes);
    }

    @Override
    public void startIn(PackageRef ref, int attempt, String phase, Instant at) {
        tracker.adopt(at, new PackageFact.Started(ref, attempt, null, null));
        tracker.adopt(at, new PhaseFact.Started(ref, attempt, phase));
    }

    @Override
    public void gap(Instant at) {
        if (!finished) {
            begin(at);
            splitter.finish();
            splitLines();
            closeBlock();
            tracker.time(() -> at);
            tracker.emit(new LogFact.Gap(null));
        }
    }

    @Override
    public void finish(Instant at) {
        if (finished) {
            return;
        }
        begin(at);
        splitter.finish();
        splitLines();
        boolean heldBackOutside = outer.finish();
        boolean heldBackInside = inner.finish();
        if (heldBackOutside || heldBackInside) {
            parseHeldBack();
        }
        finished = true;
        closeBlock();
        tracker.time(() -> at);
        hosts.finish(at);
        dialect.close();
        unfinished = tracker.anyActive();
        diagnoseSilentFailures();
        dialect.finish();
    }

    /** Looks for failures that the log does not report: of packages in progress, or outside any package. */
    private void diagnoseSilentFailures() {
        Outcome outcome = outcome();
        if (outcome == Outcome.SUCCEEDED || outcome == Outcome.CANCELLED || tracker.anyFailed()) {
            return;
        }
        if (outcome == null && tracker.nothingSeen()) {
            diagnoseSilentFailure(null);
        }
        tracker.allActive().forEach(this::diagnoseSilentFailure);
    }

    private void diagnoseSilentFailure(@Nullable Tracked pkg) {
        Diagnosis unreported = failures.diagnoseUnreported(pkg, tracker.lastOutput(pkg));
        if (unreported != null) {
            unreportedFailure = true;
            tracker.emit(new FailureFact.Diagnosed(unreported));
        }
    }

    @Override
    public @Nullable Outcome outcome() {
        if (!finished) {
            return null;
        }
        Outcome ofHosts = hosts.outcome();
        if (ofHosts != null) {
            return ofHosts;
        }
        Outcome outcome = dialect.outcome(unfinished);
        boolean open = outcome == null || outcome == Outcome.UNFINISHED;
        return open && unreportedFailure ? Outcome.FAILED : outcome;
    }

    // ---- lines

    /** A method of its own, so that the loop is compiled without what is done once a chunk. */
    private void splitLines() {
        while (splitter.next()) {
            line(
                    splitter.bytes(),
                    splitter.offset(),
                    splitter.length(),
                    splitter.isPlain(),
                    splitter.isOverwritten(),
                    splitter.marks());
        }
    }

    private void line(byte[] bytes, int offset, int length, boolean plain, boolean overwritten, long words) {
        if (!plain) {
            dialect.control(bytes, offset, length);
        }
        line.set(bytes, offset, length, plain);
        ahead.movePast(bytes, offset + length);
        long marks = plain ? classifier.marks(words) : classifier.marks(line);
        if (mayHavePrefix(marks) && strip((marks & ANCHOR) != 0)) {
            parseHeldBack();
            line.set(bytes, offset, length, plain);
            strip(false);
            outer.takeHeldBack();
            inner.takeHeldBack();
        }
        lineTime = null;
        boolean understood = hosts.accept(line, lineTimes) || dialect.accept(line, marks);
        if (!understood) {
            steps.accept(line, (marks & STEP) != 0);
        }
        if (!overwritten) {
            number++;
            if (!understood && !line.isBlank()) {
                output();
            }
        }
    }

    private boolean mayHavePrefix(long marks) {
        return (marks & ANCHOR) != 0 || !outer.isIdle(line) || !inner.isIdle(line);
    }

    /** Strips both prefixes, and returns whether this line revealed the prefix of earlier ones. */
    private boolean strip(boolean mayAnchor) {
        boolean heldBackOutside = strip(outer, mayAnchor);
        boolean heldBackInside = strip(inner, mayAnchor);
        return heldBackOutside || heldBackInside;
    }

    private boolean strip(PrefixStripper prefix, boolean mayAnchor) {
        return (mayAnchor || !prefix.isIdle(line)) && prefix.strip(line, mayAnchor);
    }

    /**
     * Parses lines again whose prefix is known only now. They count as overwritten because they already have a number.
     */
    private void parseHeldBack() {
        for (List<byte[]> lines : List.of(outer.takeHeldBack(), inner.takeHeldBack())) {
            lines.forEach(held -> line(held, 0, held.length, false, true, 0));
        }
    }

    private List<String> before() {
        return output.textsSince(number - BEFORE, BEFORE);
    }

    /** Passes on the fact of a host. A failed package is diagnosed from its output unless the host has done so. */
    private void adopt(Instant time, Fact fact) {
        if (fact instanceof FailureFact.Diagnosed d) {
            diagnosedByHost = d.diagnosis().packageRef();
        } else if (fact instanceof PackageFact.Finished f
                && f.outcome() == Outcome.FAILED
                && !f.packageRef().equals(diagnosedByHost)) {
            Diagnosis found = failures.diagnoseFailed(tracker.known(f.packageRef()));
            if (found != null) {
                emit(time, new FailureFact.Diagnosed(found));
            }
        }
        tracker.adopt(time, fact);
    }

    // ---- output and facts

    private void output() {
        Tracked pkg = tracker.outputOwner();
        PackageRef ref = pkg == null ? null : pkg.ref();
        if (failures.wants(line, number)) {
            failures.accept(pkg, number, line.text());
        }
        tracker.noteOutput(pkg, number);
        if (!output.canAdd(line, number, ref)) {
            closeBlock();
        }
        output.add(line, number, ref);
        blockTime = lineTime;
    }

    /**
     * Passes a fact to the sink, after earlier output. Steps do not end a block, since they are counted from its lines.
     */
    private void emit(Instant time, Fact fact) {
        if (!(fact instanceof PhaseFact.Steps)) {
            closeBlock();
        }
        sink.accept(time, fact);
    }

    private void closeBlock() {
        if (output.isOpen()) {
            Instant time = timeOfBlock();
            sink.accept(time, output.closeBlock());
            blockTime = null;
        }
    }

    /** Returns the time of the last line of the open block, from its prefix if it is not known yet. */
    private Instant timeOfBlock() {
        Instant time = blockTime;
        if (time == null) {
            time = clock.timeOf(output.lastPrefix(), readAt);
            blockTime = time;
        }
        return time;
    }

    /** Returns the time of the current line. The clock needs lines in order, so the open block gets its time first. */
    private Instant timeOfLine() {
        Instant time = lineTime;
        if (time == null) {
            if (output.isOpen()) {
                timeOfBlock();
            }
            time = clock.timeOf(line.prefix(), readAt);
            lineTime = time;
        }
        return time;
    }
}
