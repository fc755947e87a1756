package dev.pctl.progress.estimator.internal.model;

import dev.pctl.progress.estimator.history.BuildRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Goes through a history as it happened: a build is estimated when it starts, from what had ended by then, and learned
 * from when it ends. So a model meets its own past estimates, and a backtest is honest.
 */
public final class WalkForwardEvaluation {

    private final DurationModel model = new DurationModel();

    /** A question asked at a time. */
    public record Question(BuildQuery query, Instant at) {}

    /** A build on the way, with what was estimated when it started. */
    private static final class Build {
        final BuildRecord record;
        final Instant ended;

        @Nullable
        DurationEstimate made;

        Build(BuildRecord record) {
            this.record = record;
            this.ended = record.ended();
        }
    }

    private WalkForwardEvaluation() {}

    /** A model that has gone through the whole history, in whatever order the records are given. */
    public static DurationModel model(List<BuildRecord> history) {
        WalkForwardEvaluation walk = new WalkForwardEvaluation();
        walk.run(history, (r, e) -> {}, List.of());
        return walk.model;
    }

    /** The estimate for each question, in the order of the questions, from what had ended when it was asked. */
    public static List<DurationEstimate> estimates(List<BuildRecord> history, List<Question> questions) {
        WalkForwardEvaluation walk = new WalkForwardEvaluation();
        DurationEstimate[] answers = new DurationEstimate[questions.size()];
        List<Look> asked = new ArrayList<>();
        for (int i = 0; i < answers.length; i++) {
            int index = i;
            Question q = questions.get(i);
            asked.add(new Look(q.at(), model -> answers[index] = model.estimate(q.query(), q.at())));
        }
        walk.run(history, (r, e) -> {}, asked);
        return List.of(answers);
    }

    /** Something to look at on the way: the model as it is at that time. */
    public record Look(Instant at, Consumer<DurationModel> action) {}

    /** Goes through a history, tells what was estimated for each record when it started, and stops for looks. */
    public static void walk(
            List<BuildRecord> history, BiConsumer<BuildRecord, DurationEstimate> estimated, List<Look> looks) {
        new WalkForwardEvaluation().run(history, estimated, looks);
    }

    /** At one time, what ends comes first, then looks, then what starts. */
    private void run(List<BuildRecord> history, BiConsumer<BuildRecord, DurationEstimate> estimated, List<Look> looks) {
        List<Build> starts = new ArrayList<>(history.size());
        history.forEach(r -> starts.add(new Build(r)));
        List<Build> ends = new ArrayList<>(starts);
        starts.sort(Comparator.comparing(b -> b.record.started()));
        ends.sort(Comparator.comparing(b -> b.ended));
        List<Look> stops = new ArrayList<>(looks);
        stops.sort(Comparator.comparing(Look::at));
        int ended = 0;
        int looked = 0;
        for (Build build : starts) {
            Instant now = build.record.started();
            for (; looked < stops.size() && !stops.get(looked).at().isAfter(now); looked++) {
                ended = end(ends, ended, stops.get(looked).at());
                stops.get(looked).action().accept(model);
            }
            ended = end(ends, ended, now);
            DurationEstimate estimate = model.estimate(BuildQuery.of(build.record), now);
            build.made = estimate;
            estimated.accept(build.record, estimate);
        }
        for (; looked < stops.size(); looked++) {
            ended = end(ends, ended, stops.get(looked).at());
            stops.get(looked).action().accept(model);
        }
        end(ends, ended, Instant.MAX);
    }

    /** Learns from what had ended by then; returns how many builds that are in all. */
    private int end(List<Build> ends, int from, Instant now) {
        int next = from;
        for (; next < ends.size() && !ends.get(next).ended.isAfter(now); next++) {
            model.learn(ends.get(next).record, ends.get(next).made);
        }
        return next;
    }
}
