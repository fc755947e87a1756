package dev.pctl.progress.examples.harness;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.pctl.progress.ansi.FailureReport;
import dev.pctl.progress.ansi.Renderers;
import dev.pctl.progress.ansi.TerminalCapabilities;
import dev.pctl.progress.ansi.style.Theme;
import dev.pctl.progress.buildlog.FailureRules;
import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.examples.cli.InputFiles;
import dev.pctl.progress.internal.util.VisibleJson;
import dev.pctl.progress.spack.FailureFinder;
import dev.pctl.progress.spack.SpackRules;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.commons.io.output.CloseShieldOutputStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Diagnoses a failed build. */
@Command(
        name = "diagnose",
        description = {
            "Explains why a build failed, from the output of the installer, from one build log, or from both.",
            "Prints text on a terminal, and JSON elsewhere (\"cause\": null if nothing failed)."
        })
final class DiagnoseCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "a log; - is standard input")
    private String file = "-";

    @Option(
            names = "--build-log",
            paramLabel = "LOG",
            description = "build log of the failed package, if FILE is the output of the installer")
    private @Nullable String buildLog;

    @Option(
            names = "--rules",
            paramLabel = "RULES",
            description = "additional rules, which take precedence (docs/failure-rules.md)")
    private @Nullable Path ownRules;

    @Option(names = "--json", description = "JSON also on a terminal")
    private boolean json;

    @Option(names = "--exit-code", description = "exit with 1 if a failure is found; without, exit with 0 then too")
    private boolean exitCode;

    @Override
    public Integer call() throws IOException {
        FailureFinder finder = FailureFinder.of(rules());
        Diagnosis diagnosis;
        try (InputStream log = InputFiles.open(file)) {
            diagnosis = finder.diagnose(log, file);
        }
        if (diagnosis != null && buildLog != null) {
            try (InputStream log = InputFiles.open(buildLog)) {
                diagnosis = finder.refine(diagnosis, log, buildLog);
            }
        }
        if (json || !Renderers.isTerminal(System.out)) {
            printJson(diagnosis);
        } else {
            printText(diagnosis);
        }
        return exitCode && diagnosis != null ? 1 : 0;
    }

    private static void printText(@Nullable Diagnosis diagnosis) {
        Map<String, String> environment = System.getenv();
        boolean links = TerminalCapabilities.of(environment).hyperlinks();
        String text = diagnosis == null
                ? "No failure found\n"
                : FailureReport.text(diagnosis, Theme.of(environment, true), links);
        System.out.print(text);
        System.out.flush();
    }

    private static void printJson(@Nullable Diagnosis diagnosis) throws IOException {
        OutputStream out = CloseShieldOutputStream.wrap(System.out);
        try (JsonGenerator json = VisibleJson.factory().createGenerator(out)) {
            json.useDefaultPrettyPrinter();
            write(json, diagnosis);
            json.writeRaw('\n');
        }
    }

    private FailureRules rules() throws IOException {
        Path own = ownRules;
        if (own == null) {
            return SpackRules.standard();
        }
        try (Reader text = Files.newBufferedReader(own)) {
            return SpackRules.standard().with(text, own.toString());
        }
    }

    private static void write(JsonGenerator json, @Nullable Diagnosis diagnosis) throws IOException {
        json.writeStartObject();
        if (diagnosis == null) {
            json.writeNullField("cause");
        } else {
            SummaryJson.writeFields(json, diagnosis);
            SummaryJson.texts(json, "excerpt", diagnosis.excerpt());
            SummaryJson.texts(json, "remedies", diagnosis.remedies());
        }
        json.writeEndObject();
    }
}
