package dev.pctl.progress.examples;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.pctl.progress.Progress;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.spack.SpackParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.commons.io.output.CloseShieldOutputStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prints what is understood of logs, one JSON object a file. */
@Command(name = "summarize", description = "Prints what a log says, one JSON object for each file.")
final class SummarizeCommand implements Callable<Integer> {

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "logs; - is standard input")
    private List<String> files = List.of();

    @Override
    public Integer call() throws IOException {
        OutputStream out = CloseShieldOutputStream.wrap(System.out);
        try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
            json.setRootValueSeparator(null);
            for (String file : files) {
                summarize(file, json);
                json.writeRaw('\n');
            }
        }
        return 0;
    }

    private static void summarize(String file, JsonGenerator json) throws IOException {
        Clock clock = Clock.fixed(Instant.now(), ZoneOffset.UTC);
        try (InputStream log = Inputs.open(file);
                Progress progress = Progress.builder(file)
                        .clock(clock)
                        .parser(SpackParser.factory())
                        .driven()
                        .start()) {
            Outcome outcome = progress.follow(log);
            progress.finish(outcome == null ? Outcome.UNFINISHED : outcome);
            new Summary(progress.view()).writeTo(json);
        }
    }
}
