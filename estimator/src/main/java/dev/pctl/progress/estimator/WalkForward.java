package dev.pctl.progress.estimator;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
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
        walk.run(history, new ArrayList<>());
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
        walk.run(history, asked);
        return List.of(answers);
    }

    private void run(List<BuildRecord> history, List<Step> steps) {
        for (BuildRecord r : history) {
            AtomicReference<@Nullable Estimate> made = new AtomicReference<>();
            steps.add(new Step(r.started(), true, () -> made.set(model.estimate(BuildQuery.of(r), r.started()))));
            steps.add(new Step(r.ended(), false, () -> model.learn(r, made.get())));
        }
        steps.sort(Comparator.comparing(Step::at).thenComparing(Step::start));
        steps.forEach(s -> s.action().run());
    }
}
