package dev.pctl.progress.spack;

import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.event.FailureFact;
import dev.pctl.progress.event.LogFact;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.source.FactSink;
import dev.pctl.progress.source.LineGrammar;
import dev.pctl.progress.source.LogParser;
import dev.pctl.progress.spack.Tracker.Tracked;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Understands what Spack prints, behind whatever the way it comes puts in front of each line (syslog, an EC2 console,
 * a CI system), with colours or without, with LF or CR LF. What it does not understand is passed on as output. A host's
 * own lines among them are understood by the {@linkplain #with grammars} that it adds.
 *
 * <p>Memory does not grow with the log, but with the number of packages in it. For one log, used by one thread at a
 * time.
 */
public final class SpackParser implements LogParser {

    /** The line may show what stands in front of all lines. */
    private static final long ANCHOR = 1;

    /** It may be a step of a build. */
    private static final long STEP = 1L << 1;

    /** A row of state may stand somewhere in it. */
    private static final long ROW = 1L << 2;

    /** It may be the line of times behind a success. */
    private static final long TIMES = 1L << 3;

    /** So many lines of output are searched once a build has failed. */
    private static final int REMEMBERED = 1_000;

    /** So many lines in front of an error may be about it. */
    private static final int BEFORE = 12;

    private static final byte[] NOTHING = {};

    /** What nobody but Spack and pctl begins a line with. */
    private static final Pattern OWN_BEGINNING = OuterPrefix.beginning(List.of());

    private static final LineMarks OWN_MARKS = marks(OWN_BEGINNING);

    private final FactSink sink;
    private final Tracker tracker;
    private final LineSplitter splitter;
    private final Line line = new Line();
    private final OuterPrefix outer;
    private final OuterPrefix inner;
    private final LineMarks marks;
    private final HostGrammars hosts;
    private final boolean hostsWantEveryLine;
    private final boolean spack;
    private final Ahead ahead;
    private final EventTime times;
    private final Supplier<Instant> timeOfLine = this::timeOfLine;
    private final Tail output = new Tail(REMEMBERED, LineSplitter.LIMIT);
    private final Markers markers;
    private final TreeReader trees = new TreeReader();
    private final Titles titles = new Titles();
    private final StepCounter steps;
    private final OutputFailures failures;
    private final StateGrammar states;
    private final ClassicGrammar classic;
    private byte[] chunk = NOTHING;
    private Instant readAt = Instant.EPOCH;
    private @Nullable Tracked lastSpeaking;
    private long number;
    private int keptBack;
    private boolean everyLine;
    private boolean finished;
    private boolean unfinished;

    /**
     * A parser for one log.
     *
     * @param spack whether Spack has a part in it
     * @param searching whether all of the output is searched for why a build fails, instead of the newest lines once it
     *     has failed
     */
    SpackParser(
            FactSink sink, FailureRules rules, List<LineGrammar.Factory> grammars, boolean spack, boolean searching) {
        this.spack = spack;
        Diagnoser diagnoser = new Diagnoser(rules);
        this.sink = sink;
        tracker = new Tracker(sink);
        markers = new Markers(tracker);
        steps = new StepCounter(tracker);
        failures = new OutputFailures(rules, diagnoser, output, searching);
        states = new StateGrammar(tracker, diagnoser, failures);
        classic = new ClassicGrammar(tracker, diagnoser, failures, titles, this::before);
        hosts = new HostGrammars(grammars, tracker);
        hostsWantEveryLine = hosts.wantEveryLine();
        boolean alone = hosts.beginnings().isEmpty();
        Pattern beginning = alone ? OWN_BEGINNING : OuterPrefix.beginning(hosts.beginnings());
        outer = new OuterPrefix(beginning);
        inner = new OuterPrefix(beginning);
        ahead = new Ahead(outer, inner);
        times = new EventTime(ahead::prefixes);
        marks = alone ? OWN_MARKS : marks(beginning);
        splitter = new LineSplitter(marks.words(), this::line);
    }

    private static LineMarks marks(Pattern beginning) {
        return LineMarks.builder()
                .words(STEP, StepCounter.WORDS)
                .words(TIMES, List.of(Durations.WORD))
                .pattern(ANCHOR, beginning)
                .words(ANCHOR, List.of(OuterPrefix.ESCAPED))
                .pattern(ROW, StateGrammar.GLUED)
                .build();
    }

    /** Makes parsers of logs that contain what Spack prints. */
    public static LogParser.Factory factory() {
        return factory(FailureRules.shipped());
    }

    /** Makes parsers that diagnose failures by these rules. */
    public static LogParser.Factory factory(FailureRules rules) {
        return sink -> new SpackParser(sink, rules, List.of(), true, false);
    }

    /** Makes parsers of logs that contain what Spack prints and what a host prints, whose grammars are asked first. */
    public static LogParser.Factory with(LineGrammar.Factory... grammars) {
        return with(FailureRules.shipped(), grammars);
    }

    /** The same with rules to diagnose failures by. */
    public static LogParser.Factory with(FailureRules rules, LineGrammar.Factory... grammars) {
        List<LineGrammar.Factory> all = List.of(grammars);
        return sink -> new SpackParser(sink, rules, all, true, false);
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
        endTree();
        classic.close(states.detected());
        states.explain();
        unfinished = tracker.anyActive();
        tellUntold();
        classic.finish();
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
        if (!spack) {
            return tracker.anyFailed() ? Outcome.FAILED : null;
        }
        Outcome outcome = classic.outcome(unfinished);
        return states.failedAny() && outcome != Outcome.CANCELLED ? Outcome.FAILED : outcome;
    }

    /** Most lines are output of builds: what is needed of them is decided by their bytes, before any text is made. */
    private void line(byte[] bytes, int offset, int length, boolean plain, boolean overwritten, long words) {
        if (!plain) {
            titles.look(bytes, offset, length);
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
        boolean understood = mayBeOfInterest(found) && understand(found);
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

    private boolean strip(OuterPrefix prefix, boolean mayShow) {
        return (mayShow || !prefix.isIdle(line)) && prefix.strip(line, mayShow);
    }

    private void understandLate() {
        for (List<byte[]> lines : List.of(outer.late(), inner.late())) {
            lines.forEach(late -> line(late, 0, late.length, false, true, 0));
        }
    }

    private boolean mayBeOfInterest(long found) {
        return found != 0 || FirstByte.isOfInterest(line) || isAttentive();
    }

    /** Whether anyone waits for a line of whatever form. */
    private boolean isAttentive() {
        return hostsWantEveryLine
                || !trees.isEmpty()
                || classic.isAttentive()
                || states.isAttentive()
                || steps.isAttentive();
    }

    private boolean understand(long found) {
        if (hosts.accept(line, timeOfLine) || (spack && understoodAsSpack(found))) {
            return true;
        }
        steps.accept(line, (found & STEP) != 0);
        return false;
    }

    private boolean understoodAsSpack(long found) {
        boolean wanted = trees.wants(line)
                || markers.wants(line)
                || states.wants(line, (found & ROW) != 0)
                || classic.wants(line, (found & TIMES) != 0);
        return wanted && (understoodByOther(line.text()) || classic.accept(line.text()));
    }

    /** Whether anyone but the classic grammar understands it. */
    private boolean understoodByOther(String text) {
        if (trees.accept(text)) {
            return true;
        }
        endTree();
        return markers.accept(text) || states.accept(text);
    }

    /** A tree ends with the first line that is not of it. */
    private void endTree() {
        if (!trees.isEmpty()) {
            tracker.plan(trees.take());
        }
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
