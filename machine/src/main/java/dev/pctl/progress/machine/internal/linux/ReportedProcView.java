package dev.pctl.progress.machine.internal.linux;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The processes of another machine, as printed by the library's script {@code waits.sh}. */
public final class ReportedProcView implements ProcView {

    private static final int OPEN_FIELDS = 5;
    private static final int INODE_FIELDS = 4;

    private final Map<String, StringBuilder> files = new HashMap<>();
    private final Map<Long, Map<String, Open>> opened = new HashMap<>();
    private final Map<String, Long> inodes = new HashMap<>();
    private String machine = "";

    /** An open file, socket or pipe. */
    private record Open(String mode, String target) {}

    /** Parses the output of the script; other lines are ignored. */
    public static ReportedProcView of(String text) {
        ReportedProcView processes = new ReportedProcView();
        text.lines().forEach(processes::line);
        return processes;
    }

    private void line(String line) {
        List<String> words = Columns.of(line);
        if (words.size() < 2) {
            return;
        }
        switch (words.get(0)) {
            case "@machine" -> machine = words.get(1);
            case "@lock" -> append("locks", words, 1);
            case "@tcp" -> append("net/tcp", words, 1);
            case "@file" -> append(words.get(1), words, 2);
            case "@open" -> opened(words);
            case "@inode" -> inode(words);
            default -> {}
        }
    }

    private void append(String file, List<String> words, int from) {
        files.computeIfAbsent(file, f -> new StringBuilder())
                .append(String.join(" ", words.subList(from, words.size())))
                .append('\n');
    }

    private void opened(List<String> words) {
        if (words.size() >= OPEN_FIELDS) {
            String target = String.join(" ", words.subList(OPEN_FIELDS - 1, words.size()));
            opened.computeIfAbsent(Columns.number(words.get(1)), p -> new HashMap<>())
                    .put(words.get(2), new Open(words.get(3), target));
        }
    }

    private void inode(List<String> words) {
        if (words.size() == INODE_FIELDS) {
            inodes.put(words.get(1) + '/' + words.get(2), Columns.number(words.get(3)));
        }
    }

    @Override
    public String machine() {
        return machine;
    }

    @Override
    public String text(String file) {
        StringBuilder text = files.get(file);
        return text == null ? "" : text.toString();
    }

    @Override
    public Map<String, String> open(long pid) {
        Map<String, String> targets = new HashMap<>();
        opened.getOrDefault(pid, Map.of()).forEach((descriptor, open) -> targets.put(descriptor, open.target()));
        return targets;
    }

    @Override
    public @Nullable String open(long pid, String descriptor) {
        Open open = opened.getOrDefault(pid, Map.of()).get(descriptor);
        return open == null ? null : open.target();
    }

    @Override
    public boolean isWritable(long pid, String descriptor) {
        Open open = opened.getOrDefault(pid, Map.of()).get(descriptor);
        return open != null && open.mode().startsWith("w", 2);
    }

    @Override
    public long inode(long pid, String descriptor) {
        return inodes.getOrDefault(pid + "/" + descriptor, -1L);
    }
}
