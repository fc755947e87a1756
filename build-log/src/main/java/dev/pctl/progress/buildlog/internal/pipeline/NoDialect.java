package dev.pctl.progress.buildlog.internal.pipeline;

import dev.pctl.progress.buildlog.internal.line.LineClassifier;
import dev.pctl.progress.buildlog.internal.line.LogLine;
import dev.pctl.progress.buildlog.internal.prefix.LineAnchors;
import dev.pctl.progress.buildlog.internal.track.PackageTracker;
import dev.pctl.progress.event.Outcome;
import org.jspecify.annotations.Nullable;

/** The dialect of a log without an installer: only grammars of hosts and build tools are understood. */
public final class NoDialect implements Dialect {

    private static final LineClassifier CLASSIFIER = LogPipeline.classifier(LineAnchors.none(), b -> {});

    private final PackageTracker tracker;

    private NoDialect(Context context) {
        tracker = context.tracker();
    }

    /** Returns a factory of such dialects. */
    public static Factory factory() {
        return new Factory() {
            @Override
            public Dialect create(Context context) {
                return new NoDialect(context);
            }

            @Override
            public LineAnchors anchors() {
                return LineAnchors.none();
            }

            @Override
            public void mark(LineClassifier.Builder builder) {
                // no line is marked
            }

            @Override
            public LineClassifier classifier() {
                return CLASSIFIER;
            }
        };
    }

    @Override
    public boolean accept(LogLine line, long marks) {
        return false;
    }

    @Override
    public @Nullable Outcome outcome(boolean unfinished) {
        return tracker.anyFailed() ? Outcome.FAILED : null;
    }
}
