package dev.pctl.progress.examples.harness;

import dev.pctl.progress.estimator.history.BuildRecord;
import dev.pctl.progress.estimator.internal.model.DurationEstimate;
import dev.pctl.progress.estimator.internal.model.WalkForwardEvaluation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Answers each query from the builds that had ended at its start. */
@Command(
        name = "predict",
        description = "Predicts the duration of builds, each from the builds that had ended at its start.")
final class PredictCommand implements Callable<Integer> {

    @Option(names = "--history", required = true, description = "CSV of builds")
    private @Nullable Path history;

    @Option(names = "--queries", description = "CSV of builds to predict; default: the history itself")
    private @Nullable Path queries;

    @Override
    public Integer call() throws IOException {
        Path known = history;
        if (known == null) {
            throw new IllegalStateException("no history");
        }
        List<BuildRecord> records =
                BuildTable.read(known).stream().map(BuildTable.Row::record).toList();
        List<BuildTable.Row> asked = BuildTable.read(queries == null ? known : queries);
        List<DurationEstimate> answers = WalkForwardEvaluation.estimates(
                records,
                asked.stream()
                        .map(r -> new WalkForwardEvaluation.Question(r.query(), r.start()))
                        .toList());
        StringBuilder out = new StringBuilder("id,p10,p50,p90\n");
        for (int i = 0; i < asked.size(); i++) {
            DurationEstimate e = answers.get(i);
            out.append(String.format(
                    Locale.ROOT, "%s,%.4f,%.4f,%.4f%n", asked.get(i).text("id"), e.p10(), e.p50(), e.p90()));
        }
        print(out);
        return 0;
    }

    private static void print(StringBuilder text) {
        System.out.print(text);
        System.out.flush();
    }
}
