package dev.pctl.progress.web.internal.http;

import dev.pctl.progress.web.internal.model.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads parts of a log: a page never holds or waits for the whole of it. */
final class LogReader {

    /** The most that is read at once, in bytes: some thousand lines. */
    static final int CHUNK = 256 * 1024;

    /** The hits that a search returns. */
    private static final int MOST_HITS = 500;

    /** How much of a line a hit shows, in characters. */
    private static final int HIT_LENGTH = 300;

    private record Hit(long line, long at, String text) {}

    private final SeekableByteChannel log;
    private final long size;

    LogReader(SeekableByteChannel log) throws IOException {
        this.log = log;
        this.size = log.size();
    }

    /**
     * Returns the whole lines from a place on.
     *
     * @param from where to begin, in bytes; negative for the end of the log
     */
    String part(long from) throws IOException {
        long start = Math.max(0, from < 0 ? size - CHUNK : Math.min(from, size));
        byte[] bytes = read(start, (int) Math.min(CHUNK, size - start));
        int first = from < 0 && start > 0 ? afterLineEnd(bytes) : 0;
        int last = start + bytes.length < size ? lastLineEnd(bytes) : bytes.length;
        int end = last <= first ? bytes.length : last;
        return text(bytes, first, end, start);
    }

    /** Returns the whole lines that end at a place. */
    String before(long end) throws IOException {
        long to = Math.max(0, Math.min(end, size));
        long start = Math.max(0, to - CHUNK);
        byte[] bytes = read(start, (int) (to - start));
        return text(bytes, start > 0 ? afterLineEnd(bytes) : 0, bytes.length, start);
    }

    private String text(byte[] bytes, int first, int end, long start) {
        String text = new String(bytes, first, end - first, StandardCharsets.UTF_8);
        return Json.object(json -> json.field("size", (Number) size)
                .field("from", (Number) (start + first))
                .field("to", (Number) (start + end))
                .field("text", text));
    }

    private byte[] read(long start, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        log.position(start);
        while (buffer.hasRemaining() && log.read(buffer) >= 0) {}
        return java.util.Arrays.copyOf(buffer.array(), buffer.position());
    }

    private static int afterLineEnd(byte[] bytes) {
        int i = 0;
        while (i < bytes.length && bytes[i] != '\n') {
            i++;
        }
        return i < bytes.length ? i + 1 : 0;
    }

    private static int lastLineEnd(byte[] bytes) {
        int i = bytes.length;
        while (i > 0 && bytes[i - 1] != '\n') {
            i--;
        }
        return i;
    }

    /** Returns the lines that contain the text, in either case, with their numbers and places. */
    String search(String text) throws IOException {
        String wanted = text.toLowerCase(Locale.ROOT);
        List<Hit> hits = new ArrayList<>();
        long number = 0;
        long at = 0;
        while (at < size && hits.size() < MOST_HITS) {
            byte[] bytes = read(at, (int) Math.min(CHUNK, size - at));
            int end = at + bytes.length < size ? lastLineEnd(bytes) : bytes.length;
            int used = end == 0 ? bytes.length : end;
            if (used == 0) {
                break;
            }
            number = search(wanted, bytes, used, at, number, hits);
            at += used;
        }
        boolean more = at < size;
        return Json.object(json -> json.array(
                        "hits",
                        hits,
                        (j, h) -> j.value(f -> f.field("line", (Number) h.line())
                                .field("at", (Number) h.at())
                                .field("text", h.text())))
                .field("more", more));
    }

    private static long search(String wanted, byte[] bytes, int used, long at, long number, List<Hit> hits) {
        long line = number;
        int start = 0;
        for (int i = 0; i < used && hits.size() < MOST_HITS; i++) {
            if (bytes[i] == '\n' || i == used - 1) {
                line++;
                String text = new String(bytes, start, i + 1 - start, StandardCharsets.UTF_8).stripTrailing();
                if (text.toLowerCase(Locale.ROOT).contains(wanted)) {
                    hits.add(new Hit(line, at + start, text.substring(0, Math.min(HIT_LENGTH, text.length()))));
                }
                start = i + 1;
            }
        }
        return line;
    }
}
