package dev.pctl.progress.estimator.history;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the lines of a history file hold, as far as they were read. */
final class HistoryFile {

    private static final Logger LOG = LoggerFactory.getLogger(HistoryFile.class);

    /** So many bytes are read at once. */
    private static final int BUFFER = 1 << 18;

    private final String file;
    private final PlainLine plainLine = new PlainLine();
    private final List<BuildRecord> records = new ArrayList<>();
    private final Map<String, List<BuildRecord>> byName = new HashMap<>();
    private final List<String> damaged = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private boolean header;
    private long line;
    private long offset;

    HistoryFile(String file) {
        this.file = file;
    }

    List<BuildRecord> records() {
        return records;
    }

    List<BuildRecord> of(String name) {
        return byName.getOrDefault(name, List.of());
    }

    /** Lines that could not be read, as they stand in the file. */
    List<String> damaged() {
        return damaged;
    }

    List<String> warnings() {
        return warnings;
    }

    /** How many bytes of the file were read: all its whole lines. */
    long offset() {
        return offset;
    }

    /**
     * Takes over the whole lines that follow what was read before; the rest is left for the next time.
     *
     * @param in at {@link #offset()}
     * @param size how many bytes there are, as far as is known
     */
    void read(ReadableByteChannel in, long size) throws IOException {
        byte[] buffer = new byte[(int) Math.max(1, Math.min(BUFFER, size))];
        int filled = 0;
        for (int more = 0; more >= 0; more = in.read(ByteBuffer.wrap(buffer, filled, buffer.length - filled))) {
            filled += more;
            int used = readLines(buffer, filled);
            filled -= used;
            System.arraycopy(buffer, used, buffer, 0, filled);
            if (filled == buffer.length) {
                buffer = Arrays.copyOf(buffer, 2 * filled);
            }
        }
        if (line > 0 && !header && records.isEmpty() && !HistorySchema.HEADER.startsWith(damaged.get(0))) {
            throw HistorySchema.refusal(file + " is not a build history");
        }
    }

    private int readLines(byte[] bytes, int length) {
        int start = 0;
        for (int i = 0; i < length; i++) {
            if (bytes[i] == '\n') {
                readLine(bytes, start, i - start);
                start = i + 1;
            }
        }
        offset += start;
        return start;
    }

    private void readLine(byte[] bytes, int start, int length) {
        line++;
        try {
            RecordFields plain = plainLine.read(bytes, start, length);
            RecordFields fields = plain == null ? JsonLine.read(bytes, start, length) : plain;
            if (fields.isHeader()) {
                HistorySchema.check(file, fields);
                header = true;
            } else {
                add(fields.record());
            }
        } catch (IOException e) {
            damaged.add(new String(bytes, start, length, StandardCharsets.UTF_8));
            warn(file + ':' + line + ": damaged record skipped: " + firstLine(e));
        }
    }

    private void add(BuildRecord record) {
        records.add(record);
        byName.computeIfAbsent(record.name(), n -> new ArrayList<>()).add(record);
    }

    private void warn(String warning) {
        warnings.add(warning);
        LOG.warn(warning);
    }

    private static String firstLine(IOException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
