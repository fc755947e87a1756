package dev.pctl.progress.examples.harness;

import dev.pctl.progress.Progress;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.examples.cli.InputFiles;
import dev.pctl.progress.hook.DeliveryMode;
import dev.pctl.progress.spack.SpackParsers;
import dev.pctl.progress.stream.EventWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.Callable;
import org.apache.commons.io.output.CloseShieldOutputStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prints the events of a log as JSON Lines. */
@Command(name = "events", description = "Prints the events of a log as JSON Lines, the schema's version first.")
final class EventsCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "a log; - is standard input")
    private String file = "-";

    @Override
    public Integer call() throws IOException {
        OutputStream out = CloseShieldOutputStream.wrap(System.out);
        try (InputStream log = InputFiles.open(file);
                EventWriter writer = new EventWriter(out)) {
            writer.writeHeader();
            try (Progress progress = Progress.builder(file)
                    .parser(SpackParsers.standard())
                    .listener("events", DeliveryMode.EVERYTHING, writer)
                    .driven()
                    .start()) {
                Outcome outcome = progress.follow(log);
                progress.finish(outcome == null ? Outcome.UNFINISHED : outcome);
            }
        }
        return 0;
    }
}
