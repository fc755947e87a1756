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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The contents of a history file, as far as it was read. */
final class HistoryFile {

    /** Limits the memory for one line, in bytes. A record has a few hundred; longer lines are damage and skipped. */
    static final int LONGEST_LINE = 1 << 20;

    /** Limits the damaged lines that are reported one by one and kept by compaction. Of others there is only a count. */
    static final int MOST_DAMAGED = 20;

    private static final Logger LOG = LoggerFactory.getLogger(HistoryFile.class);

    /** The number of bytes that are read at once. */
    private static final int BUFFER = 1 << 18;

    private final String file;
    private final BuildRecordCodec codec = new BuildRecordCodec();
    private final List<BuildRecord> records = new ArrayList<>();
    private final Map<String, List<BuildRecord>> byName = new HashMap<>();
    private final List<String> damaged = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private @Nullable String firstDamage;
    private int furtherDamaged;
    private boolean header;
    private boolean skipping;
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

    /** Returns the first lines that could not be read, unchanged. */
    List<String> damaged() {
        return damaged;
    }

    /** Returns the reasons why lines could not be read, and how many more lines there are. */
    List<String> warnings() {
        List<String> all = new ArrayList<>(warnings);
        if (furtherDamaged > 0) {
            all.add(further());
        }
        return all;
    }

    private String further() {
        return file + ": " + furtherDamaged + " more damaged records skipped";
    }

    /** Returns the number of bytes that need not be read again. */
    long offset() {
        return offset;
    }

    /**
     * Reads the complete lines behind {@link #offset()}. An incomplete last line is left for the next time.
     *
     * @param in at the offset
     * @param size the number of bytes that it is expected to give
     */
    void read(ReadableByteChannel in, long size) throws IOException {
        int furtherBefore = furtherDamaged;
        byte[] buffer = new byte[(int) Math.max(1, Math.min(BUFFER, size))];
        int filled = 0;
        for (int more = 0; more >= 0; more = in.read(ByteBuffer.wrap(buffer, filled, buffer.length - filled))) {
            filled += more;
            int used = readLines(buffer, filled);
            filled -= used;
            System.arraycopy(buffer, used, buffer, 0, filled);
            if (filled >= LONGEST_LINE && !skipping) {
                skipping = true;
                damaged(
                        new String(buffer, 0, HistorySchema.HEADER.length(), StandardCharsets.UTF_8),
                        false,
                        "too long");
            }
            if (skipping) {
                offset += filled;
                filled = 0;
            } else if (filled == buffer.length) {
                buffer = Arrays.copyOf(buffer, Math.min(LONGEST_LINE, 2 * filled));
            }
        }
        if (furtherDamaged > furtherBefore) {
            LOG.warn(further());
        }
        refuseForeign();
    }

    /** Refuses a file of which no line is ours, except for what a crash leaves of a new file: a torn header, or zeros. */
    private void refuseForeign() {
        String first = firstDamage;
        boolean torn = first != null && (HistorySchema.HEADER.startsWith(first) || first.startsWith("\0"));
        if (first != null && !header && records.isEmpty() && !torn) {
            throw HistorySchema.refusal(file + " is not a build history");
        }
    }

    private int readLines(byte[] bytes, int length) {
        int start = 0;
        for (int i = 0; i < length; i++) {
            if (bytes[i] == '\n') {
                if (skipping) {
                    skipping = false;
                } else {
                    readLine(bytes, start, i - start);
                }
                start = i + 1;
            }
        }
        offset += start;
        return start;
    }

    private void readLine(byte[] bytes, int start, int length) {
        try {
            BuildRecord record = codec.read(file, bytes, start, length);
            line++;
            if (record == null) {
                header = true;
            } else {
                records.add(record);
                byName.computeIfAbsent(record.name(), n -> new ArrayList<>()).add(record);
            }
        } catch (IOException e) {
            String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            damaged(new String(bytes, start, length, StandardCharsets.UTF_8), true, reason);
        }
    }

    private void damaged(String text, boolean whole, String reason) {
        line++;
        firstDamage = firstDamage == null ? text : firstDamage;
        if (warnings.size() == MOST_DAMAGED) {
            furtherDamaged++;
            return;
        }
        if (whole) {
            damaged.add(text);
        }
        String warning = file + ':' + line + ": damaged record skipped: " + reason;
        warnings.add(warning);
        LOG.warn(warning);
    }
}
