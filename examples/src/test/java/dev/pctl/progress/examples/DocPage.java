package dev.pctl.progress.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A page of the documentation: its fenced blocks, each with the comment before it, its links and headings. */
record DocPage(Path path, List<Block> blocks, List<Link> links, List<String> anchors) {

    private static final Pattern FENCE = Pattern.compile("^ {0,3}```(\\w*).*$");
    private static final Pattern COMMENT = Pattern.compile("^<!--\\s*(.*?)\\s*-->$");
    private static final Pattern LINK = Pattern.compile("(?<!`)\\[[^\\]]*\\]\\(([^)\\s]+)[^)]*\\)");
    private static final Pattern HEADING = Pattern.compile("^#{1,6} +(.*?) *$");

    /**
     * A fenced block.
     *
     * @param comment the text of the comment on the line before, or empty
     * @param line the line of its fence, from 1
     */
    record Block(String language, String comment, String text, int line) {}

    record Link(String target, int line) {}

    /** The README, the pages in docs, and the other pages at the top. */
    static List<DocPage> all(Path root) throws IOException {
        try (Stream<Path> top = Files.list(root);
                Stream<Path> docs = Files.walk(root.resolve("docs"))) {
            return Stream.concat(top, docs)
                    .filter(p -> p.toString().endsWith(".md"))
                    .sorted()
                    .map(DocPage::read)
                    .toList();
        }
    }

    static DocPage read(Path path) {
        try {
            return new Reader().read(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads a page line by line. */
    private static final class Reader {

        private final List<Block> blocks = new ArrayList<>();
        private final List<Link> links = new ArrayList<>();
        private final List<String> anchors = new ArrayList<>();
        private final Map<String, Integer> seen = new HashMap<>();
        private String comment = "";

        DocPage read(Path path) throws IOException {
            List<String> lines = Files.readAllLines(path);
            for (int i = 0; i < lines.size(); i++) {
                Matcher fence = FENCE.matcher(lines.get(i));
                if (fence.matches()) {
                    i = block(lines, i, fence.group(1));
                } else {
                    prose(lines.get(i), i + 1);
                }
            }
            return new DocPage(path, blocks, links, anchors);
        }

        private int block(List<String> lines, int from, String language) {
            int to = from + 1;
            while (to < lines.size() && !lines.get(to).strip().equals("```")) {
                to++;
            }
            String text = String.join("\n", lines.subList(from + 1, to)) + '\n';
            blocks.add(new Block(language, comment, text, from + 1));
            comment = "";
            return to;
        }

        private void prose(String line, int number) {
            Matcher said = COMMENT.matcher(line.strip());
            if (said.matches()) {
                comment = said.group(1);
                return;
            } else if (!line.isBlank()) {
                comment = "";
            }
            Matcher heading = HEADING.matcher(line);
            if (heading.matches()) {
                anchors.add(anchor(heading.group(1)));
            }
            Matcher link = LINK.matcher(line.replaceAll("`[^`]*`", "`"));
            while (link.find()) {
                links.add(new Link(link.group(1), number));
            }
        }

        /** Returns the anchor of a heading: lower case, blanks as hyphens, without most punctuation. */
        private String anchor(String heading) {
            String name = heading.toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N} _-]", "")
                    .replace(' ', '-');
            int earlier = seen.merge(name, 1, Integer::sum) - 1;
            return earlier == 0 ? name : name + '-' + earlier;
        }
    }

    @Override
    public String toString() {
        return path.getFileName().toString();
    }
}
