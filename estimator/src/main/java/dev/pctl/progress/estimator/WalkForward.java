package dev.pctl.progress.estimator;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Goes through a history as it happened: a build is estimated when it starts, from what had ended by then, and learned
 * from when it ends. So a model meets its own past estimates, and a backtest is honest.
 */
public final class WalkForward {

    private final DurationModel model = new DurationModel();

    /** A question asked at a time. */
    public record Question(BuildQuery query, Instant at) {}

    private record Step(Instant at, boolean start, Runnable action) {}

    private WalkForward() {}

    /** A model that has gone through the whole history, in whatever order the records are given. */
    public static DurationModel model(List<BuildRecord> history) {
        WalkForward walk = new WalkForward();
        walk.run(history, (r, e) -> {}, new ArrayList<>());
        return walk.model;
    }

    /** The estimate for each question, in the order of the questions, from what had ended when it was asked. */
    public static List<Estimate> estimates(List<BuildRecord> history, List<Question> questions) {
        WalkForward walk = new WalkForward();
        Estimate[] answers = new Estimate[questions.size()];
        List<Step> asked = new ArrayList<>();
        for (int i = 0; i < answers.length; i++) {
            int index = i;
            Question q = questions.get(i);
            asked.add(new Step(q.at(), true, () -> answers[index] = walk.model.estimate(q.query(), q.at())));
        }
        walk.run(history, (r, e) -> {}, asked);
        return List.of(answers);
    }

    /** Something to look at on the way: the model as it is at that time. */
    record Look(Instant at, Consumer<DurationModel> action) {}

    /** Goes through a history, tells what was estimated for each record when it started, and stops for looks. */
    static void walk(List<BuildRecord> history, BiConsumer<BuildRecord, Estimate> estimated, List<Look> looks) {
        WalkForward walk = new WalkForward();
        List<Step> stops = new ArrayList<>();
        looks.forEach(l -> stops.add(new Step(l.at(), true, () -> l.action().accept(walk.model))));
        walk.run(history, estimated, stops);
    }

    private void run(List<BuildRecord> history, BiConsumer<BuildRecord, Estimate> estimated, List<Step> steps) {
        for (BuildRecord r : history) {
            AtomicReference<@Nullable Estimate> made = new AtomicReference<>();
            steps.add(new Step(r.started(), true, () -> {
                Estimate estimate = model.estimate(BuildQuery.of(r), r.started());
                made.set(estimate);
                estimated.accept(r, estimate);
            }));
            steps.add(new Step(r.ended(), false, () -> model.learn(r, made.get())));
        }
        steps.sort(Comparator.comparing(Step::at).thenComparing(Step::start));
        steps.forEach(s -> s.action().run());
    }
}
