package dev.pctl.progress.examples.replay;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.pctl.progress.examples.cli.InputFiles;
import dev.pctl.progress.internal.util.JsonValues;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A recorded build: its output with times.
 *
 * @param title the title of the build
 * @param start the start time
 * @param chunks the output in order
 * @param buildLogs the text appended to build logs, in order
 * @param exit the exit status, or null if not recorded
 * @param command the recorded command; empty if unknown
 */
public record Recording(
        String title,
        Instant start,
        List<Chunk> chunks,
        List<LogPiece> buildLogs,
        @Nullable Integer exit,
        List<String> command) {

    public Recording {
        chunks = List.copyOf(chunks);
        buildLogs = List.copyOf(buildLogs);
        command = List.copyOf(command);
    }

    /** Text and the time since the start at which it was read. */
    public record Chunk(Duration at, String text) {}

    /** Text that was appended to a build log, its position, and the time since the start. */
    public record LogPiece(Duration at, String path, long position, String text) {}

    private static final String BUILD_LOGS = "buildlogs.timed.gz";
    private static final String[] TIMED = {"stdout.timed", "stdout.timed.gz"};
    private static final String UNTIMED = "stdout.log";

    /** Opens the files of a recording; returns null for a missing file. */
    private interface Folder {
        @Nullable
        InputStream open(String name) throws IOException;
    }

    /**
     * Reads a recording from a directory.
     *
     * @throws IOException if the directory has no recording
     */
    public static Recording ofFolder(Path folder) throws IOException {
        return read(folder.toString(), in(folder)).with(buildLogs(in(folder)));
    }

    private static Folder in(Path folder) {
        return name -> {
            Path file = folder.resolve(name);
            return Files.exists(file) ? InputFiles.open(file) : null;
        };
    }

    /**
     * Reads an included recording.
     *
     * @throws IOException if no recording has this name
     */
    public static Recording ofResource(String name) throws IOException {
        return read(name, shipped(name)).with(buildLogs(shipped(name)));
    }

    private static Folder shipped(String name) {
        String base = "/recordings/" + name + '/';
        return file -> {
            InputStream in = Recording.class.getResourceAsStream(base + file);
            return in == null ? null : InputFiles.unzipped(in);
        };
    }

    /**
     * Reads the output of a recorded build without its build logs, which are a hundred times longer.
     *
     * @param nameOrFolder a directory, or the name of an included recording
     * @throws IOException if no recording exists
     */
    public static Recording printed(String nameOrFolder) throws IOException {
        Path folder = Path.of(nameOrFolder);
        return read(nameOrFolder, Files.isDirectory(folder) ? in(folder) : shipped(nameOrFolder));
    }

    private Recording with(List<LogPiece> logs) {
        return new Recording(title, start, chunks, logs, exit, command);
    }

    private static Recording read(String name, Folder files) throws IOException {
        List<Chunk> chunks = null;
        for (String file : TIMED) {
            try (InputStream in = files.open(file)) {
                if (in != null) {
                    chunks = chunks(in);
                }
            }
        }
        if (chunks == null) {
            try (InputStream in = files.open(UNTIMED)) {
                chunks = in == null ? null : lines(in);
            }
        }
        if (chunks == null) {
            throw new NoSuchFileException(name + "/" + TIMED[0]);
        }
        Map<?, ?> meta = Map.of();
        try (InputStream in = files.open("meta.json")) {
            if (in != null) {
                meta = JsonValues.object(JsonValues.read(in));
            }
        }
        Object started = meta.get("started");
        Object exit = meta.get("exit");
        Path last = Path.of(name).getFileName();
        return new Recording(
                last == null ? name : last.toString(),
                started == null ? Instant.EPOCH : Instant.parse(started.toString()),
                chunks,
                List.of(),
                exit == null ? null : Integer.valueOf(exit.toString()),
                meta.get("command") instanceof List<?> words
                        ? words.stream().map(String::valueOf).toList()
                        : List.of());
    }

    /** Reads a log without times; each line gets one second. */
    private static List<Chunk> lines(InputStream in) throws IOException {
        List<Chunk> chunks = new ArrayList<>();
        for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("(?<=\n)", -1)) {
            chunks.add(new Chunk(Duration.ofSeconds(chunks.size()), line));
        }
        return chunks;
    }

    /** Reads one JSON array per line: milliseconds, text. An incomplete last line is ignored. */
    private static List<Chunk> chunks(InputStream in) throws IOException {
        List<Chunk> chunks = new ArrayList<>();
        try (JsonParser json = new JsonFactory().createParser(in)) {
            while (json.nextToken() == JsonToken.START_ARRAY) {
                json.nextToken();
                Duration at = Duration.ofMillis(json.getLongValue());
                chunks.add(new Chunk(at, json.nextTextValue()));
                json.nextToken();
            }
        } catch (JsonProcessingException e) {
            if (chunks.isEmpty()) {
                throw new IOException("this is not a recording: " + e.getOriginalMessage(), e);
            }
        }
        return chunks;
    }

    private static List<LogPiece> buildLogs(Folder files) throws IOException {
        try (InputStream in = files.open(BUILD_LOGS)) {
            return in == null ? List.of() : pieces(in);
        }
    }

    /** Reads one JSON array per line: milliseconds, path, text. */
    private static List<LogPiece> pieces(InputStream in) throws IOException {
        List<LogPiece> pieces = new ArrayList<>();
        Map<String, Long> lengths = new HashMap<>();
        try (JsonParser json = new JsonFactory().createParser(in)) {
            while (json.nextToken() == JsonToken.START_ARRAY) {
                json.nextToken();
                Duration at = Duration.ofMillis(json.getLongValue());
                String path = json.nextTextValue();
                String text = json.nextTextValue();
                long length = text.getBytes(StandardCharsets.UTF_8).length;
                long end = lengths.merge(path, length, Long::sum);
                pieces.add(new LogPiece(at, path, end - length, text));
                json.nextToken();
            }
        } catch (JsonProcessingException e) {
            throw new IOException(BUILD_LOGS + " cannot be read: " + e.getOriginalMessage(), e);
        }
        return pieces;
    }

    /** How long the recorded build took. */
    public Duration length() {
        return chunks.isEmpty() ? Duration.ZERO : chunks.get(chunks.size() - 1).at();
    }
}
