package dev.pctl.progress.spack.internal.grammar;

import dev.pctl.progress.buildlog.internal.failure.LogExcerpt;
import dev.pctl.progress.buildlog.internal.line.LogLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The summaries of build logs that the new installer shows at the end, one after the other: blocks of lines with a
 * title that gives their line numbers, and matches marked with {@code >}. The log of a block is not named.
 */
final class LogSummary {

    private static final Pattern TITLE = Pattern.compile("-- lines (\\d{1,9}) to (\\d{1,9}) --");
    private static final Pattern LAST_WORDS = Pattern.compile("Command exited with status -?\\d+:");
    private static final int MOST_LINES = 500;
    private static final int MOST_BLOCKS = 200;

    /** A part of a log. */
    private static final class Block {
        private final int from;
        private final int to;
        private final List<LogExcerpt.Line> lines = new ArrayList<>();

        Block(int from, int to) {
            this.from = from;
            this.to = to;
        }

        int next() {
            return from + lines.size();
        }

        boolean says(Predicate<String> test) {
            return lines.stream().anyMatch(l -> test.test(l.text()));
        }
    }

    private final List<Block> blocks = new ArrayList<>();
    private boolean open;

    /** Returns whether the next line may belong to a part of a log. */
    boolean isOpen() {
        return open;
    }

    /** Returns whether the line must be examined. */
    boolean wants(LogLine line) {
        return open || (line.at(0) == '-' && line.at(1) == '-' && line.at(2) == ' ' && line.at(3) == 'l');
    }

    /** Takes the line if it belongs to a summary. */
    boolean accept(String line) {
        Matcher title = TITLE.matcher(line);
        if (title.matches() && blocks.size() < MOST_BLOCKS) {
            blocks.add(new Block(Integer.parseInt(title.group(1)), Integer.parseInt(title.group(2))));
            open = true;
            return true;
        }
        if (!open) {
            return false;
        }
        Block block = blocks.get(blocks.size() - 1);
        boolean hit = line.startsWith("> ");
        boolean incomplete = block.next() <= block.to;
        boolean wrapped = incomplete && !line.startsWith("==> ") && !line.startsWith("[");
        boolean own = hit || line.startsWith("  ") || line.isBlank() || wrapped;
        if (own && block.lines.size() < MOST_LINES) {
            block.lines.add(new LogExcerpt.Line(block.next(), line.length() < 2 ? "" : line.substring(2), hit));
        }
        open = own || incomplete;
        return own;
    }

    boolean isEmpty() {
        return blocks.isEmpty();
    }

    /**
     * Gives each log its lines. A block belongs to the log of the package whose hash it mentions; else to that of the
     * block before it, unless it stands before that one or that one holds the end of its log.
     *
     * @param hashes the hashes of the packages whose logs are shown, in the order in which they are shown
     * @return the lines, by the place of the hash in the list
     */
    Map<Integer, List<LogExcerpt.Line>> byLog(List<String> hashes) {
        Map<Integer, List<LogExcerpt.Line>> logs = new TreeMap<>();
        int log = 0;
        Block before = null;
        for (Block block : blocks) {
            int mentioned = mentioned(block, hashes);
            if (mentioned >= 0) {
                log = mentioned;
            } else if (before != null
                    && (block.from <= before.to
                            || before.says(t -> LAST_WORDS.matcher(t).find()))) {
                log = Math.min(log + 1, hashes.size() - 1);
            }
            logs.computeIfAbsent(log, k -> new ArrayList<>()).addAll(block.lines);
            before = block;
        }
        return logs;
    }

    private static int mentioned(Block block, List<String> hashes) {
        for (int i = 0; i < hashes.size(); i++) {
            String hash = hashes.get(i);
            if (block.says(t -> t.contains(hash))) {
                return i;
            }
        }
        return -1;
    }
}
