package dev.pctl.progress.examples;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.spack.FailureFinder;
import dev.pctl.progress.spack.FailureRules;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.Callable;
import org.apache.commons.io.output.CloseShieldOutputStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Says why a build failed. */
@Command(
        name = "diagnose",
        description = "Says why a build failed, from what the installer printed or from one build log, as JSON.")
final class DiagnoseCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "a log; - is standard input")
    private String file = "-";

    @Override
    public Integer call() throws IOException {
        Diagnosis diagnosis;
        try (InputStream log = Inputs.open(file)) {
            diagnosis = FailureFinder.of(FailureRules.shipped()).diagnose(log, file);
        }
        OutputStream out = CloseShieldOutputStream.wrap(System.out);
        try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
            json.useDefaultPrettyPrinter();
            write(json, diagnosis);
            json.writeRaw('\n');
        }
        return 0;
    }

    private static void write(JsonGenerator json, @Nullable Diagnosis diagnosis) throws IOException {
        json.writeStartObject();
        if (diagnosis == null) {
            json.writeNullField("cause");
        } else {
            Summary.writeFields(json, diagnosis);
            json.writeArrayFieldStart("excerpt");
            for (String line : diagnosis.excerpt()) {
                json.writeString(line);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("remedies");
            for (String remedy : diagnosis.remedies()) {
                json.writeString(remedy);
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }
}
