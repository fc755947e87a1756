package dev.pctl.progress.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The Java that the Javadoc of main code shows in {@code <pre>} blocks. */
final class JavadocBlocks {

    private static final Pattern BLOCK =
            Pattern.compile("(?:<!--\\s*([^>]*?)\\s*-->\\s*\\*\\s*)?<pre>\\{@code(.*?)\\}</pre>", Pattern.DOTALL);

    private JavadocBlocks() {}

    /** Returns all blocks, each with the file that shows it. */
    static Map<DocPage.Block, Path> all(Path root) throws IOException {
        Map<DocPage.Block, Path> blocks = new LinkedHashMap<>();
        try (Stream<Path> modules = Files.list(root)) {
            List<Path> sources = modules.map(m -> m.resolve("src/main/java"))
                    .filter(Files::isDirectory)
                    .sorted()
                    .toList();
            for (Path source : sources) {
                collect(source, blocks);
            }
        }
        return blocks;
    }

    private static void collect(Path source, Map<DocPage.Block, Path> blocks) throws IOException {
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".java")).sorted().toList()) {
                String text = Files.readString(file);
                Matcher block = BLOCK.matcher(text);
                while (block.find()) {
                    String comment = block.group(1) == null ? "" : block.group(1);
                    int line = (int) text.substring(0, block.start()).lines().count();
                    blocks.put(new DocPage.Block("java", comment, code(block.group(2)), line), file);
                }
            }
        }
    }

    private static String code(String commented) {
        return commented.replaceAll("(?m)^\\s*\\* ?", "").strip() + '\n';
    }
}
