package host;

import dev.pctl.progress.Progress;
import dev.pctl.progress.ansi.Renderers;
import dev.pctl.progress.ansi.style.Detail;
import dev.pctl.progress.estimator.HistoryForecaster;
import dev.pctl.progress.estimator.history.JsonlBuildHistory;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.machine.MachineSampler;
import dev.pctl.progress.spack.SpackParsers;
import dev.pctl.progress.spi.LocalMachine;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A host that is a module of its own. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) throws Exception {
        JsonlBuildHistory history = JsonlBuildHistory.open(Path.of("history.jsonl"));
        try (Progress progress = Progress.builder("modular image")
                .parser(SpackParsers.standard())
                .forecaster(HistoryForecaster.of(history))
                .sampler(MachineSampler.create(LocalMachine.of(Path.of("."))))
                .renderer(Renderers.forTerminal(Detail.PACKAGES, System.out))
                .driven()
                .start()) {
            progress.follow(new ByteArrayInputStream("""
                    ==> Installing zlib-1.3-23njwcmmq3rzan6pdlhy4o32izhlht3c [1/1]
                    [+] /opt/zlib-1.3-23njwcmmq3rzan6pdlhy4o32izhlht3c
                    """.getBytes(StandardCharsets.UTF_8)));
            progress.tick();
            progress.finish(Outcome.SUCCEEDED);
        }
        System.out.println("in module " + Progress.class.getModule().getName());
    }
}
