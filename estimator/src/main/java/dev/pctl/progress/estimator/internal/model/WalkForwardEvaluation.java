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
 * Replays a history in the order of time (walk-forward evaluation): the model estimates each build when it starts, from
 * the builds that had ended by then, and learns from it when it ends. So no estimate knows its future.
 */
public final class WalkForwardEvaluation {

    private final DurationModel model = new DurationModel();

    /** A query and the time of asking. */
    public record Question(BuildQuery query, Instant at) {}

    /** A build, with the estimate when it started. */
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

    /** Returns a model that has learned from the whole history, whose records may have any order. */
    public static DurationModel model(List<BuildRecord> history) {
        WalkForwardEvaluation walk = new WalkForwardEvaluation();
        walk.run(history, (r, e) -> {}, List.of());
        return walk.model;
    }

    /** Returns the estimate for each question, in their order, from the builds that had ended when it was asked. */
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

    /** An action on the model as it is at a given time. */
    public record Look(Instant at, Consumer<DurationModel> action) {}

    /**
     * Replays a history.
     *
     * @param estimated receives each record with its estimate, in the order of starts
     * @param looks actions on the model at given times
     */
    public static void walk(
            List<BuildRecord> history, BiConsumer<BuildRecord, DurationEstimate> estimated, List<Look> looks) {
        new WalkForwardEvaluation().run(history, estimated, looks);
    }

    /** Replays the history. At the same time, ends come first, then looks, then starts. */
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

    /** Learns from the builds that had ended by a time. Returns the number of builds learned from in all. */
    private int end(List<Build> ends, int from, Instant now) {
        int next = from;
        for (; next < ends.size() && !ends.get(next).ended.isAfter(now); next++) {
            model.learn(ends.get(next).record, ends.get(next).made);
        }
        return next;
    }
}
