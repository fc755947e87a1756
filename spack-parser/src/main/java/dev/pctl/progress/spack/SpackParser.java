package dev.pctl.progress.spack;

import dev.pctl.progress.event.LogFact;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.source.FactSink;
import dev.pctl.progress.source.LineGrammar;
import dev.pctl.progress.source.LogParser;
import dev.pctl.progress.spack.OuterPrefix.Stripped;
import dev.pctl.progress.spack.Tracker.Tracked;
import java.time.Instant;
import java.util.List;
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

    private final Tracker tracker;
    private final LineSplitter splitter;
    private final OuterPrefix outer;
    private final OuterPrefix inner;
    private final HostGrammars hosts;
    private final boolean spack;
    private final Markers markers;
    private final TreeReader trees = new TreeReader();
    private final StepCounter steps;
    private final StateGrammar states;
    private final ClassicGrammar classic;
    private Instant readAt = Instant.EPOCH;
    private long number;
    private boolean finished;
    private boolean unfinished;

    SpackParser(FactSink sink, FailureRules rules, List<LineGrammar.Factory> grammars, boolean spack) {
        this.spack = spack;
        Diagnoser diagnoser = new Diagnoser(rules);
        tracker = new Tracker(sink);
        splitter = new LineSplitter(this::line);
        markers = new Markers(tracker);
        steps = new StepCounter(tracker);
        states = new StateGrammar(tracker, diagnoser);
        classic = new ClassicGrammar(tracker, diagnoser);
        hosts = new HostGrammars(grammars, tracker);
        outer = new OuterPrefix(hosts.beginnings());
        inner = new OuterPrefix(hosts.beginnings());
    }

    /** Makes parsers of logs that contain what Spack prints. */
    public static LogParser.Factory factory() {
        return factory(FailureRules.shipped());
    }

    /** Makes parsers that diagnose failures by these rules. */
    public static LogParser.Factory factory(FailureRules rules) {
        return sink -> new SpackParser(sink, rules, List.of(), true);
    }

    /** Makes parsers of logs that contain what Spack prints and what a host prints, whose grammars are asked first. */
    public static LogParser.Factory with(LineGrammar.Factory... grammars) {
        return with(FailureRules.shipped(), grammars);
    }

    /** The same with rules to diagnose failures by. */
    public static LogParser.Factory with(FailureRules rules, LineGrammar.Factory... grammars) {
        List<LineGrammar.Factory> all = List.of(grammars);
        return sink -> new SpackParser(sink, rules, all, true);
    }

    @Override
    public void accept(byte[] bytes, int offset, int length, Instant time) {
        if (!finished) {
            readAt = time;
            splitter.accept(bytes, offset, length);
        }
    }

    @Override
    public void gap(Instant at) {
        if (!finished) {
            readAt = at;
            splitter.finish();
            tracker.time(at);
            tracker.emit(new LogFact.Gap(null));
        }
    }

    @Override
    public void finish(Instant at) {
        if (finished) {
            return;
        }
        readAt = at;
        splitter.finish();
        finished = true;
        tracker.time(at);
        hosts.finish(at);
        endTree();
        classic.close(states.detected());
        states.explain();
        unfinished = tracker.anyActive();
        classic.finish();
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

    private void line(byte[] bytes, int offset, int length, boolean overwritten) {
        Stripped once = outer.strip(Text.of(bytes, offset, length));
        Stripped line = inner.strip(once.text());
        Instant stated = once.time() == null ? line.time() : once.time();
        Instant time = stated == null ? readAt : stated;
        tracker.time(time);
        boolean understood = hosts.accept(time, line.text()) || (spack && understand(line.text()));
        if (!understood) {
            steps.accept(line.text());
        }
        if (!overwritten) {
            number++;
            if (!understood && !line.text().isBlank()) {
                output(line.text());
            }
        }
    }

    private boolean understand(String line) {
        if (trees.accept(line)) {
            return true;
        }
        endTree();
        return markers.accept(line) || states.accept(line) || classic.accept(line);
    }

    /** A tree ends with the first line that is not of it. */
    private void endTree() {
        if (!trees.isEmpty()) {
            tracker.plan(trees.take());
        }
    }

    private void output(String text) {
        Tracked pkg = tracker.speaking();
        PackageRef ref = pkg == null ? null : pkg.ref();
        tracker.emit(new LogFact.Output(number, ref, text, null));
    }
}
