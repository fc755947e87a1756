package dev.pctl.progress.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Verifies the documentation: its Java compiles, in pages and in Javadoc; its XML is well formed and names existing
 * artifacts; its links have targets; commands after {@code <!-- tested -->} print the output below them.
 */
class DocsTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final String HARNESS = "java -jar examples/target/harness.jar";

    @TempDir
    private Path folder;

    @Test
    void javaOfPagesCompiles() throws IOException {
        Map<DocPage.Block, DocPage> pages = new LinkedHashMap<>();
        pages().forEach(page -> blocks(page, "java").forEach(block -> pages.put(block, page)));
        Map<DocPage.Block, String> errors = new Snippets(folder).errors(List.copyOf(pages.keySet()));
        assertThat(errors.entrySet().stream()
                        .map(e -> pages.get(e.getKey()) + ":" + e.getKey().line() + ": " + e.getValue()))
                .isEmpty();
    }

    @Test
    void javaOfJavadocCompiles() throws IOException {
        Map<DocPage.Block, Path> blocks = JavadocBlocks.all(ROOT);
        assertThat(blocks).isNotEmpty();
        Map<DocPage.Block, String> errors = new Snippets(folder).errors(List.copyOf(blocks.keySet()));
        assertThat(errors.entrySet().stream()
                        .map(e -> blocks.get(e.getKey()) + ":" + e.getKey().line() + ": " + e.getValue()))
                .isEmpty();
    }

    @TestFactory
    Stream<DynamicTest> xmlIsWellFormedAndNamesExistingArtifacts() throws IOException {
        String poms = poms();
        return pages().stream()
                .filter(p -> !blocks(p, "xml").isEmpty())
                .map(page -> dynamicTest(page.toString(), () -> {
                    for (DocPage.Block block : blocks(page, "xml")) {
                        parse("<shown>" + block.text() + "</shown>");
                        Pattern.compile("<artifactId>(pctl-progress-[^<]*)</artifactId>")
                                .matcher(block.text())
                                .results()
                                .forEach(m -> assertThat(poms).contains(m.group()));
                    }
                }));
    }

    private static void parse(String xml) throws Exception {
        DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    }

    private static String poms() throws IOException {
        return Files.readString(ROOT.resolve("bom/pom.xml"));
    }

    @TestFactory
    Stream<DynamicTest> linksHaveTargets() throws IOException {
        return pages().stream()
                .map(page -> dynamicTest(page.toString(), () -> {
                    List<String> dead = page.links().stream()
                            .filter(link -> !alive(page, link.target()))
                            .map(link -> page + ":" + link.line() + ": " + link.target())
                            .toList();
                    assertThat(dead).isEmpty();
                }));
    }

    /** Returns whether the target of a link exists; links to other sites are not followed. */
    private static boolean alive(DocPage page, String target) {
        if (target.matches("[a-z]+:.*")) {
            return true;
        }
        int hash = target.indexOf('#');
        String file = hash < 0 ? target : target.substring(0, hash);
        Path path = file.isEmpty() ? page.path() : page.path().resolveSibling(file);
        if (!Files.exists(path)) {
            return false;
        }
        return hash < 0 || DocPage.read(path).anchors().contains(target.substring(hash + 1));
    }

    @TestFactory
    Stream<DynamicTest> testedCommandsPrintTheShownOutput() throws IOException {
        return pages().stream()
                .flatMap(page -> page.blocks().stream()
                        .filter(block -> block.comment().equals("tested"))
                        .map(block -> dynamicTest(page + ":" + block.line(), () -> check(block))));
    }

    /** Runs the commands of a block: a dollar starts a command, the lines below are its output, an ellipsis matches anything. */
    private void check(DocPage.Block block) throws Exception {
        String command = null;
        List<String> shown = new ArrayList<>();
        for (String line : block.text().lines().toList()) {
            if (line.startsWith("$ ")) {
                compare(command, shown);
                command = line.substring(2);
                shown.clear();
            } else {
                shown.add(line);
            }
        }
        assertThat(command).as("a command, after a dollar").isNotNull();
        compare(command, shown);
    }

    private void compare(String command, List<String> shown) throws Exception {
        if (command == null) {
            return;
        }
        String out = run(command);
        String pattern = String.join("\n", shown).strip();
        String expected = Stream.of(pattern.split("…|\\.\\.\\.", -1))
                .map(Pattern::quote)
                .reduce((a, b) -> a + "(?s:.*)" + b)
                .orElse("");
        assertThat(trimmed(out)).as(command).matches(expected);
    }

    private static String trimmed(String out) {
        return String.join("\n", out.lines().map(String::stripTrailing).toList())
                .strip();
    }

    private String run(String command) throws Exception {
        String harness = '\'' + String.join("' '", HarnessJvm.command()) + '\'';
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", command.replace(HARNESS, harness))
                .directory(ROOT.toFile())
                .redirectErrorStream(true);
        builder.environment().put("HOME", folder.toString());
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().put("TZ", "UTC");
        Process process = builder.start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return out;
    }

    private static List<DocPage.Block> blocks(DocPage page, String language) {
        return page.blocks().stream().filter(b -> b.language().equals(language)).toList();
    }

    private static List<DocPage> pages() throws IOException {
        return DocPage.all(ROOT);
    }
}
