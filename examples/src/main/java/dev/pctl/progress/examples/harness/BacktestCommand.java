package dev.pctl.progress.examples.harness;

import dev.pctl.progress.estimator.history.BuildRecord;
import dev.pctl.progress.estimator.history.JsonlBuildHistory;
import dev.pctl.progress.estimator.internal.model.ForecastBacktest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Measures the accuracy of forecasts. */
@Command(
        name = "backtest",
        description = {
            "Replays histories in order and measures how accurate forecasts would have been: of packages, of packages"
                    + " that take longer than expected, and of whole sessions.",
            "Prints a Markdown table for each file."
        })
final class BacktestCommand implements Callable<Integer> {

    @Parameters(
            arity = "1..*",
            paramLabel = "HISTORY",
            description = "CSV of builds as for predict, or a build history of JSON Lines")
    private List<Path> histories = List.of();

    @Override
    public Integer call() throws IOException {
        StringBuilder out = new StringBuilder();
        for (Path history : histories) {
            show(history, out);
        }
        System.out.print(out);
        System.out.flush();
        return 0;
    }

    private static void show(Path file, StringBuilder out) throws IOException {
        ForecastBacktest test = ForecastBacktest.of(records(file));
        out.append("### ").append(file.getFileName()).append("\n\n");
        out.append("| forecasts | number | mean abs(log2) | weighted error | held | below p10 | median p90/p10 |\n");
        out.append("|---|---|---|---|---|---|---|\n");
        row(out, "packages never built before", test.firstBuilds(), true);
        row(out, "packages built before", test.builtBefore(), true);
        row(out, "the same by the median of the last ten", test.rival(), false);
        test.overruns().forEach((when, score) -> row(out, "packages " + when, score, true));
        test.totals().forEach((when, score) -> row(out, "rest of a session " + when, score, true));
        out.append('\n');
    }

    private static void row(StringBuilder out, String name, ForecastBacktest.Score s, boolean interval) {
        out.append(String.format(
                Locale.ROOT, "| %s | %d | %.3f | %.3f |", name, s.forecasts(), s.meanLog2(), s.weightedError()));
        out.append(
                interval
                        ? String.format(
                                Locale.ROOT,
                                " %.1f %% | %.1f %% | %.2f |%n",
                                100 * s.held(),
                                100 * s.below(),
                                s.medianWidth())
                        : String.format(" | | |%n"));
    }

    private static List<BuildRecord> records(Path file) throws IOException {
        if (Files.notExists(file)) {
            throw new NoSuchFileException(file.toString());
        }
        if (file.toString().endsWith(".jsonl")) {
            return JsonlBuildHistory.open(file).all();
        }
        return BuildTable.read(file).stream().map(BuildTable.Row::record).toList();
    }
}
