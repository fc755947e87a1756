package dev.pctl.progress.examples;

import dev.pctl.progress.Progress;
import dev.pctl.progress.ansi.Renderers;
import dev.pctl.progress.ansi.style.Detail;
import dev.pctl.progress.estimator.HistoryForecaster;
import dev.pctl.progress.estimator.history.JsonlBuildHistory;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.spack.SpackParsers;
import java.nio.file.Path;

/** The example of the README: watches a command that runs Spack. */
public final class QuickStart {

    private QuickStart() {}

    public static void main(String[] command) throws Exception {
        try (Progress progress = Progress.builder("my image")
                .parser(SpackParsers.standard())
                .forecaster(HistoryForecaster.of(JsonlBuildHistory.open(Path.of("build-history.jsonl"))))
                .renderer(Renderers.forTerminal(Detail.PACKAGES, System.out))
                .start()) {
            Process build =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            progress.follow(build.getInputStream());
            progress.finish(build.waitFor() == 0 ? Outcome.SUCCEEDED : Outcome.FAILED);
        }
    }
}
