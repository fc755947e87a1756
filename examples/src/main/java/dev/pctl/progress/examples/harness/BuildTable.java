package dev.pctl.progress.examples.harness;

import dev.pctl.progress.estimator.history.BuildRecord;
import dev.pctl.progress.estimator.internal.model.BuildQuery;
import dev.pctl.progress.event.InstallMethod;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/** A table of builds as CSV with a header. */
final class BuildTable {

    private static final CSVFormat FORMAT =
            CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();

    private BuildTable() {}

    /** One build; its start and duration are checked. */
    record Row(CSVRecord cells, Instant start, Duration seconds) {

        /** Returns a required cell. */
        String text(String column) {
            return cells.get(column);
        }

        /** Returns an optional cell, or null if it is empty or missing. */
        @Nullable
        String known(String column) {
            return cells.isSet(column) && !cells.get(column).isEmpty() ? cells.get(column) : null;
        }

        @Nullable
        Integer whole(String column) {
            String text = known(column);
            return text == null ? null : Integer.valueOf((int) Double.parseDouble(text));
        }

        /** Returns the query for a forecast of this build. */
        BuildQuery query() {
            return new BuildQuery(
                    text("package"),
                    known("version"),
                    null,
                    known("kind"),
                    "binary".equals(known("method")) ? InstallMethod.BINARY_CACHE : InstallMethod.SOURCE,
                    known("session"),
                    known("log"),
                    known("compiler"),
                    whole("cores"));
        }

        /** Returns the record of this build. */
        BuildRecord record() {
            BuildQuery q = query();
            return BuildRecord.builder(q.name(), start, seconds)
                    .version(q.version())
                    .variant(q.variant())
                    .method(q.method())
                    .session(q.session())
                    .machine(q.machine())
                    .compiler(q.compiler())
                    .cores(q.cores())
                    .build();
        }
    }

    /**
     * Reads a table.
     *
     * @throws IOException if it cannot be read or a row has no start or duration; the message names file and line
     */
    static List<Row> read(Path file) throws IOException {
        List<Row> rows = new ArrayList<>();
        try (Reader text = Files.newBufferedReader(file, StandardCharsets.UTF_8);
                CSVParser csv = CSVParser.parse(text, FORMAT)) {
            for (CSVRecord cells : csv) {
                rows.add(row(file, cells));
            }
        }
        return rows;
    }

    private static Row row(Path file, CSVRecord cells) throws IOException {
        try {
            String seconds = cells.get("seconds");
            return new Row(
                    cells,
                    Instant.EPOCH.plus(duration(cells.get("start_epoch"))),
                    seconds.isEmpty() ? Duration.ZERO : duration(seconds));
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": row " + cells.getRecordNumber() + ": " + e.getMessage(), e);
        }
    }

    private static Duration duration(String seconds) {
        return Duration.ofNanos(Math.round(Double.parseDouble(seconds) * 1e9));
    }
}
