package dev.pctl.progress.spack.internal.buildlog;

import dev.pctl.progress.view.PackageView;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Build logs that the host passes in, kept until they are polled. Of logs that are not polled, only the newest pieces are
 * kept.
 */
public final class PushedStage implements StageDirectory {

    private static final int MOST_BYTES = 1 << 20;

    private final Map<String, Deque<Piece>> pieces = new LinkedHashMap<>();
    private final Map<String, Integer> sizes = new HashMap<>();
    private final Set<String> begun = new LinkedHashSet<>();
    private final Set<String> over = new HashSet<>();

    /** Some bytes, which are read all at once. */
    private record Piece(ByteBuffer bytes, boolean first) {}

    public synchronized void append(String path, long position, byte[] bytes, int offset, int length) {
        if (position == 0) {
            over.remove(path);
        } else if (over.contains(path)) {
            return;
        }
        Deque<Piece> waiting = pieces.computeIfAbsent(path, p -> new ArrayDeque<>());
        for (int from = 0; from < length; from += 1 << 15) {
            int to = Math.min(length, from + (1 << 15));
            waiting.add(new Piece(
                    ByteBuffer.wrap(Arrays.copyOfRange(bytes, offset + from, offset + to)), position + from == 0));
        }
        int size = sizes.merge(path, length, Integer::sum);
        while (size > MOST_BYTES && waiting.size() > 1) {
            size -= waiting.remove().bytes().remaining();
        }
        sizes.put(path, size);
    }

    @Override
    public synchronized Map<String, PackageView> logsOf(List<PackageView> packages) {
        Map<String, Set<String>> folders = new LinkedHashMap<>();
        pieces.keySet()
                .forEach(p -> folders.computeIfAbsent(folder(p), k -> new LinkedHashSet<>())
                        .add(p.substring(p.lastIndexOf('/') + 1)));
        Map<String, PackageView> logs = new LinkedHashMap<>();
        folders.forEach((folder, files) -> {
            PackageView owner = StageNames.owner(folder.substring(folder.lastIndexOf('/') + 1), packages);
            if (owner != null) {
                StageNames.logs(files).forEach(f -> logs.put(path(folder, f), owner));
            } else {
                files.forEach(f -> {
                    PackageView single = f.endsWith(".log") ? StageNames.owner(f, packages) : null;
                    if (single != null) {
                        logs.put(path(folder, f), single);
                    }
                });
            }
        });
        return logs;
    }

    private static String path(String folder, String file) {
        return folder.isEmpty() ? file : folder + '/' + file;
    }

    private static String folder(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }

    @Override
    public synchronized int read(String path, byte[] buffer) {
        Deque<Piece> waiting = pieces.get(path);
        if (waiting == null || waiting.isEmpty()) {
            return 0;
        }
        Piece next = waiting.remove();
        int length = next.bytes().remaining();
        if (next.first() && !begun.add(path)) {
            waiting.addFirst(new Piece(next.bytes(), false));
            return -1;
        }
        begun.add(path);
        next.bytes().get(buffer, 0, length);
        sizes.merge(path, -length, Integer::sum);
        return length;
    }

    @Override
    public synchronized boolean hasLate() {
        return pieces.values().stream().map(Deque::peek).anyMatch(p -> p != null && p.first());
    }

    /** Ignores later pieces of the log: without its beginning they are of no use. */
    @Override
    public synchronized void forget(String path) {
        begun.remove(path);
        Deque<Piece> waiting = pieces.get(path);
        if (waiting == null || waiting.isEmpty()) {
            over.add(path);
        }
    }

    @Override
    public synchronized void close() {
        pieces.clear();
        sizes.clear();
        over.clear();
    }
}
