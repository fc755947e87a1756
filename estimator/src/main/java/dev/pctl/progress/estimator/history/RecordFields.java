package dev.pctl.progress.estimator.history;

import dev.pctl.progress.event.InstallMethod;
import dev.pctl.progress.event.Outcome;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The fields of one line of a history: of a record, or of a header. */
final class RecordFields {

    private static final Map<String, InstallMethod> METHODS = words(InstallMethod.values());
    private static final Map<String, Outcome> OUTCOMES = words(Outcome.values());
    private static final Map<String, BuildRecord.Unit> UNITS = words(BuildRecord.Unit.values());

    private @Nullable String schema;
    private @Nullable String name;
    private @Nullable Instant started;
    private double seconds = Double.NaN;
    private @Nullable InstallMethod method;
    private @Nullable Outcome outcome;
    private BuildRecord.Unit unit = BuildRecord.Unit.PACKAGE;
    private @Nullable String version;
    private @Nullable String hash;
    private @Nullable String variant;
    private @Nullable String session;
    private @Nullable String title;
    private @Nullable String machine;
    private @Nullable String compiler;
    private @Nullable String cause;
    private @Nullable Integer cores;
    private @Nullable Long memory;
    private @Nullable Long peakDisk;
    private @Nullable Long leftDisk;
    private @Nullable Long peakMemory;
    private SmallMap<Double> phases = SmallMap.empty();
    private SmallMap<Long> steps = SmallMap.empty();
    private SmallMap<Double> marks = SmallMap.empty();

    /** Forgets all of them. */
    void clear() {
        schema = null;
        name = null;
        started = null;
        seconds = Double.NaN;
        method = null;
        outcome = null;
        unit = BuildRecord.Unit.PACKAGE;
        version = null;
        hash = null;
        variant = null;
        session = null;
        title = null;
        machine = null;
        compiler = null;
        cause = null;
        cores = null;
        memory = null;
        peakDisk = null;
        leftDisk = null;
        peakMemory = null;
        phases = SmallMap.empty();
        steps = SmallMap.empty();
        marks = SmallMap.empty();
    }

    /** Whether the line tells of the schema, and is no record. */
    boolean isHeader() {
        return schema != null;
    }

    /** What the line is, if it is a header. */
    @Nullable
    String schema() {
        return schema;
    }

    @Nullable
    String version() {
        return version;
    }

    /**
     * The record.
     *
     * @throws IOException if the line does not hold one
     */
    BuildRecord record() throws IOException {
        try {
            return new BuildRecord(
                    unit,
                    needed("name", name),
                    version,
                    hash,
                    variant,
                    needed("method", method),
                    needed("started", started),
                    seconds(),
                    needed("outcome", outcome),
                    session,
                    title,
                    machine,
                    compiler,
                    cores,
                    memory,
                    phases,
                    steps,
                    marks,
                    use(),
                    cause);
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private double seconds() throws IOException {
        if (Double.isNaN(seconds)) {
            throw new IOException("no field \"seconds\"");
        }
        return seconds;
    }

    private BuildRecord.Use use() {
        return peakDisk == null && leftDisk == null && peakMemory == null
                ? BuildRecord.Use.UNKNOWN
                : new BuildRecord.Use(peakDisk, leftDisk, peakMemory);
    }

    /**
     * Takes a field that is an object.
     *
     * @return whether it is known; if not, it was not read
     */
    boolean takeObject(String field, LineValue value) throws IOException {
        switch (field) {
            case "phases" -> phases = value.each(LineValue::number);
            case "steps" -> steps = value.each(LineValue::whole);
            case "marks" -> marks = value.each(LineValue::number);
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Takes a field that is a text or a number. One that is not known is of a newer version. */
    void take(String field, LineValue value) throws IOException {
        switch (field) {
            case "name" -> name = value.text();
            case "started" -> started = value.instant();
            case "seconds" -> seconds = value.number();
            case "method" -> method = constant(InstallMethod.class, METHODS, value);
            case "outcome" -> outcome = constant(Outcome.class, OUTCOMES, value);
            case "unit" -> unit = constant(BuildRecord.Unit.class, UNITS, value);
            case "version" -> version = value.text();
            case "schema" -> schema = value.text();
            case "hash" -> hash = value.text();
            case "variant" -> variant = value.text();
            case "session" -> session = value.text();
            case "title" -> title = value.text();
            case "machine" -> machine = value.text();
            case "compiler" -> compiler = value.text();
            case "cause" -> cause = value.text();
            case "cores" -> cores = Math.toIntExact(value.whole());
            case "memory" -> memory = value.whole();
            case "peakDisk" -> peakDisk = value.whole();
            case "leftDisk" -> leftDisk = value.whole();
            case "peakMemory" -> peakMemory = value.whole();
            default -> {}
        }
    }

    /** The constant of that name, as {@link RecordJson} writes it or in upper case. */
    private static <E extends Enum<E>> E constant(Class<E> type, Map<String, E> words, LineValue value)
            throws IOException {
        String text = value.text();
        E known = words.get(text);
        return known == null ? Enum.valueOf(type, text.toUpperCase(Locale.ROOT).replace('-', '_')) : known;
    }

    private static <E extends Enum<E>> Map<String, E> words(E[] constants) {
        return Arrays.stream(constants).collect(Collectors.toMap(RecordJson::word, c -> c));
    }

    private static <T> T needed(String field, @Nullable T value) throws IOException {
        if (value == null) {
            throw new IOException("no field \"" + field + '"');
        }
        return value;
    }
}
