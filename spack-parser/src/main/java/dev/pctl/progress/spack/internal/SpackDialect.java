package dev.pctl.progress.spack.internal;

import dev.pctl.progress.buildlog.internal.line.LineClassifier;
import dev.pctl.progress.buildlog.internal.line.LogLine;
import dev.pctl.progress.buildlog.internal.pipeline.Dialect;
import dev.pctl.progress.buildlog.internal.pipeline.LogPipeline;
import dev.pctl.progress.buildlog.internal.prefix.LineAnchors;
import dev.pctl.progress.buildlog.internal.track.InstallTimes;
import dev.pctl.progress.buildlog.internal.track.PackageTracker;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.spack.internal.grammar.ClassicGrammar;
import dev.pctl.progress.spack.internal.grammar.NewInstallerGrammar;
import dev.pctl.progress.spack.internal.grammar.PctlMarkers;
import dev.pctl.progress.spack.internal.grammar.SpecTreeParser;
import dev.pctl.progress.spack.internal.grammar.TerminalTitles;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The grammars of Spack in the order in which they are tried: spec trees, pctl's markers, the new and the classic installer. */
public final class SpackDialect implements Dialect {

    /** A row of the new installer's state may be somewhere in the line. */
    private static final long ROW = FIRST_MARK;

    /** The line may hold the times behind a success. */
    private static final long TIMES = FIRST_MARK << 1;

    /** The beginnings of lines that only Spack and pctl print. */
    private static final String BEGINNINGS = "==> (?:\\[[^]]{19,40}\\] )?(?:\\d+: )?"
            + "(?:Installing |No binary for |Extracting |Fetching |Using cached archive|No patches needed for "
            + "|Applied patch |Ran patch|Error: |Warning: |Concretized |Starting concretization|Waiting for "
            + "|Updating view |[\\w-]+: (?:Executing phase|Successfully installed)"
            + "|[\\w-]+@\\S+ : has external module|\\S+-[a-z2-7]{32} is installed in an upstream)"
            + "|[a-z2-7]{7} [\\w-]+@[^\\s:]+: (?:staging|fetching from build cache|no binary available|finished|failed)"
            + "|\\[\\+\\] (?:\\\\?/\\S|[a-z2-7]{7} )|\\[[ xe]\\] [a-z2-7]{7} \\S+@\\S"
            + "|  >> \\d{1,7} {4}"
            + "|PCTL_(?:PROGRESS|PKG_|DISK_|VERBOSE|SPACK_)";

    /** The beginning of Spack's lines about the commands that it runs, which have a time and may be long. */
    private static final String COMMAND = "==> [20";

    /** What pctl puts in front of the lines that Spack prints. */
    private static final String WRAPPER = "PCTL_SPACK_OUTPUT: ";

    private static final LineAnchors ANCHORS = LineAnchors.of(BEGINNINGS, COMMAND, WRAPPER);

    private static final LineClassifier CLASSIFIER = LogPipeline.classifier(ANCHORS, SpackDialect::markLines);

    private final PackageTracker tracker;
    private final PctlMarkers markers;
    private final SpecTreeParser trees = new SpecTreeParser();
    private final TerminalTitles titles = new TerminalTitles();
    private final NewInstallerGrammar states;
    private final ClassicGrammar classic;

    private SpackDialect(Context context) {
        tracker = context.tracker();
        markers = new PctlMarkers(tracker);
        states = new NewInstallerGrammar(tracker, context.diagnoser(), context.failures());
        classic = new ClassicGrammar(tracker, context.diagnoser(), context.failures(), titles, context.before());
    }

    /** Returns a factory of such dialects. */
    public static Factory factory() {
        return new Factory() {
            @Override
            public Dialect create(Context context) {
                return new SpackDialect(context);
            }

            @Override
            public LineAnchors anchors() {
                return ANCHORS;
            }

            @Override
            public void mark(LineClassifier.Builder builder) {
                markLines(builder);
            }

            @Override
            public LineClassifier classifier() {
                return CLASSIFIER;
            }
        };
    }

    private static void markLines(LineClassifier.Builder builder) {
        builder.words(TIMES, List.of(InstallTimes.WORD)).pattern(ROW, NewInstallerGrammar.GLUED);
    }

    @Override
    public void control(byte[] bytes, int offset, int length) {
        titles.look(bytes, offset, length);
    }

    @Override
    public boolean accept(LogLine line, long marks) {
        boolean wanted = trees.wants(line)
                || markers.wants(line)
                || states.wants(line, (marks & ROW) != 0)
                || classic.wants(line, (marks & TIMES) != 0);
        if (!wanted) {
            return false;
        }
        String text = unpadded(line.text());
        return acceptedByOther(text) || classic.accept(text);
    }

    /** Tables of other tools pad lines with blanks to a width; Spack itself ends no line with two blanks. */
    private static String unpadded(String text) {
        return text.endsWith("  ") && !text.isBlank() ? text.stripTrailing() : text;
    }

    private boolean acceptedByOther(String text) {
        if (trees.accept(text)) {
            return true;
        }
        endTree();
        return markers.accept(text) || states.accept(text);
    }

    /** A tree ends with the first line that is not part of it. */
    private void endTree() {
        if (!trees.isEmpty()) {
            tracker.plan(trees.take());
        }
    }

    @Override
    public void close() {
        endTree();
        classic.close(states.detected());
        states.explain();
    }

    @Override
    public void finish() {
        classic.finish();
    }

    @Override
    public @Nullable Outcome outcome(boolean unfinished) {
        Outcome outcome = classic.outcome(unfinished);
        return states.failedAny() && outcome != Outcome.CANCELLED ? Outcome.FAILED : outcome;
    }
}
