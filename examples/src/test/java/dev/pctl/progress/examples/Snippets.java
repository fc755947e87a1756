package dev.pctl.progress.examples;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * Compiles the Java that the documentation shows: the body of a method, members of a class, or an expression. What the
 * text takes as given is named by a comment before the block: {@code <!-- given: Progress progress -->}. Without one,
 * pages have a {@code command}, and the Javadoc has what its examples usually take. A block that imports types of the
 * library gets no other imports; any other gets all exported packages and a few of the JDK.
 */
final class Snippets {

    private static final String GIVEN = "given:";
    private static final String USUALLY_GIVEN = "dev.pctl.progress.estimator.history.BuildHistory history,"
            + " io.micrometer.core.instrument.MeterRegistry registry,"
            + " io.opentelemetry.api.OpenTelemetry openTelemetry, String... command";

    /** What hosts get without naming it, and what the pages introduce in their text. */
    private static final List<String> IMPORTED = List.of(
            "dev.pctl.progress",
            "dev.pctl.progress.event",
            "dev.pctl.progress.hook",
            "dev.pctl.progress.log",
            "dev.pctl.progress.remedy",
            "dev.pctl.progress.spi",
            "dev.pctl.progress.stream",
            "dev.pctl.progress.view",
            "dev.pctl.progress.machine",
            "dev.pctl.progress.machine.watchdog",
            "dev.pctl.progress.buildlog",
            "dev.pctl.progress.spack",
            "dev.pctl.progress.estimator",
            "dev.pctl.progress.estimator.history",
            "dev.pctl.progress.estimator.report",
            "dev.pctl.progress.history.jdbc",
            "dev.pctl.progress.carrier",
            "dev.pctl.progress.fleet",
            "dev.pctl.progress.remote",
            "dev.pctl.progress.nats",
            "dev.pctl.progress.ansi",
            "dev.pctl.progress.ansi.layout",
            "dev.pctl.progress.ansi.style",
            "dev.pctl.progress.micrometer",
            "dev.pctl.progress.opentelemetry",
            "dev.pctl.progress.testkit",
            "dev.pctl.progress.web",
            "dev.pctl.progress.web.handler",
            "java.io",
            "java.net",
            "java.net.http",
            "java.nio.charset",
            "java.nio.file",
            "java.time",
            "java.util",
            "java.util.concurrent",
            "java.util.function",
            "java.util.stream",
            "java.util.regex",
            "io.micrometer.core.instrument");

    /** Static members that blocks of the Javadoc use. */
    private static final List<String> IMPORTED_MEMBERS = List.of(
            "dev.pctl.progress.event.Outcome",
            "dev.pctl.progress.event.Advice.Severity",
            "dev.pctl.progress.hook.HookFilters",
            "dev.pctl.progress.examples.HostParts");

    /** A block that imports our types shows a complete file: it must import all that it uses. */
    private static final Pattern OWN_IMPORTS = Pattern.compile("^import dev\\.pctl\\.", Pattern.MULTILINE);

    /** Matches members of a class: types with a modifier, and methods. */
    private static final Pattern MEMBER = Pattern.compile(
            "^(@\\w+\\s+)?((public|protected|private|static|sealed|abstract)\\s.*|"
                    + "(?!(return|new|else|throw|try|if|for|while|switch|do)\\b)[\\w<>\\[\\], .?]+ \\w+\\([^=;]*\\)"
                    + "(\\s*throws [\\w., ]+)? \\{)$",
            Pattern.MULTILINE);

    private final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    private final Path output;

    Snippets(Path output) {
        this.output = output;
    }

    /** Returns the errors of the blocks that do not compile. */
    Map<DocPage.Block, String> errors(List<DocPage.Block> blocks) {
        Map<DocPage.Block, String> errors = new LinkedHashMap<>();
        List<DocPage.Block> suspects = compile(blocks, true).isEmpty() ? List.of() : blocks;
        for (DocPage.Block block : suspects) {
            List<String> asSeen = compile(List.of(block), true);
            if (!asSeen.isEmpty() && !compile(List.of(block), false).isEmpty()) {
                errors.put(block, String.join("\n", asSeen));
            }
        }
        return errors;
    }

    private List<String> compile(List<DocPage.Block> blocks, boolean asItLooks) {
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        List<JavaFileObject> sources = new ArrayList<>();
        for (DocPage.Block block : blocks) {
            boolean member = MEMBER.matcher(block.text()).find();
            sources.add(new Source("Snippet" + sources.size(), block, member == asItLooks));
        }
        List<String> options =
                List.of("-d", output.toString(), "-cp", System.getProperty("java.class.path"), "-proc:none", "-nowarn");
        compiler.getTask(null, null, diagnostics, options, null, sources).call();
        return diagnostics.getDiagnostics().stream()
                .filter(d -> d.getKind() == Diagnostic.Kind.ERROR)
                .map(d -> d.getMessage(Locale.ROOT))
                .toList();
    }

    /** A block, wrapped into a class. */
    private static final class Source extends SimpleJavaFileObject {

        private final String text;

        Source(String name, DocPage.Block block, boolean member) {
            super(URI.create("string:///" + name + Kind.SOURCE.extension), Kind.SOURCE);
            StringBuilder source = new StringBuilder();
            if (!OWN_IMPORTS.matcher(block.text()).find()) {
                IMPORTED.forEach(p -> source.append("import ").append(p).append(".*;"));
                IMPORTED_MEMBERS.forEach(
                        p -> source.append("import static ").append(p).append(".*;"));
            }
            StringBuilder body = new StringBuilder();
            block.text()
                    .lines()
                    .forEach(line -> (line.startsWith("import ") ? source : body)
                            .append(line)
                            .append('\n'));
            source.append("class ").append(name).append(" {\n");
            if (member) {
                source.append(body).append("}\n");
            } else {
                source.append("void shown(").append(given(block)).append(") throws Exception {\n");
                source.append(statements(body.toString().strip())).append("}}\n");
            }
            text = source.toString();
        }

        private static String statements(String text) {
            return text.endsWith(";") || text.endsWith("}") ? text : "Object shown = " + text + ";";
        }

        private static String given(DocPage.Block block) {
            String comment = block.comment();
            return comment.startsWith(GIVEN) ? comment.substring(GIVEN.length()) : USUALLY_GIVEN;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
