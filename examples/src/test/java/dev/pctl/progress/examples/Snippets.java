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
 * Compiles the Java that the documentation shows. What stands there is what a reader would put into a method or a class
 * of his own; everything that the library exports and a few packages of the JDK are imported, and what the text takes
 * as given is named by a comment before the block: {@code <!-- given: Progress progress, MeterRegistry registry -->}.
 * Without one, the {@code command} that is watched is given.
 */
final class Snippets {

    private static final String GIVEN = "given:";

    private static final List<String> IMPORTED = List.of(
            "dev.pctl.progress",
            "dev.pctl.progress.bus",
            "dev.pctl.progress.event",
            "dev.pctl.progress.failure",
            "dev.pctl.progress.forecast",
            "dev.pctl.progress.hook",
            "dev.pctl.progress.json",
            "dev.pctl.progress.render",
            "dev.pctl.progress.sample",
            "dev.pctl.progress.source",
            "dev.pctl.progress.state",
            "dev.pctl.progress.watch",
            "dev.pctl.progress.failure",
            "dev.pctl.progress.spack",
            "dev.pctl.progress.estimator",
            "dev.pctl.progress.ansi",
            "dev.pctl.progress.web",
            "dev.pctl.progress.micrometer",
            "dev.pctl.progress.opentelemetry",
            "dev.pctl.progress.testkit",
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
            "java.util.regex");

    /** What stands in a class rather than in a method: types with a modifier, and methods. */
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

    /** What is wrong with the blocks, by block; nothing where all compile. */
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

    /** A block with what it needs around it. */
    private static final class Source extends SimpleJavaFileObject {

        private final String text;

        Source(String name, DocPage.Block block, boolean member) {
            super(URI.create("string:///" + name + Kind.SOURCE.extension), Kind.SOURCE);
            StringBuilder source = new StringBuilder();
            IMPORTED.forEach(p -> source.append("import ").append(p).append(".*;"));
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
                source.append(body).append("}}\n");
            }
            text = source.toString();
        }

        private static String given(DocPage.Block block) {
            String comment = block.comment();
            return comment.startsWith(GIVEN) ? comment.substring(GIVEN.length()) : "String... command";
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
