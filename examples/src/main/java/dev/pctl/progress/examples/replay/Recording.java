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
 * A recorded build: what it printed, and when.
 *
 * @param title what was built
 * @param start when it began
 * @param chunks what was read, in order
 * @param buildLogs what was appended to build logs meanwhile, in order
 * @param exit its exit status, or null if it is not recorded
 * @param command the command that was recorded; empty if it is not known
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

    /** Some text, and how long after the start they were read. */
    public record Chunk(Duration at, String text) {}

    /** Some text that was appended to a build log, where in it, and how long after the start. */
    public record LogPiece(Duration at, String path, long position, String text) {}

    private static final String BUILD_LOGS = "buildlogs.timed.gz";
    private static final String[] TIMED = {"stdout.timed", "stdout.timed.gz"};
    private static final String UNTIMED = "stdout.log";

    /** Where the bytes of a recording's files come from; null if there is no such file. */
    private interface Folder {
        @Nullable
        InputStream open(String name) throws IOException;
    }

    /**
     * Reads a recording from a folder.
     *
     * @throws IOException if it is not one
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
     * Reads a recording that comes with this program.
     *
     * @throws IOException if there is none of that name
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
     * Reads what a recorded build printed, without the build logs, which are a hundred times as long.
     *
     * @param nameOrFolder a folder, or the name of a recording that comes with this program
     * @throws IOException if there is none
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

    /** A log of which nobody knows when its lines were printed: one a second. */
    private static List<Chunk> lines(InputStream in) throws IOException {
        List<Chunk> chunks = new ArrayList<>();
        for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("(?<=\n)", -1)) {
            chunks.add(new Chunk(Duration.ofSeconds(chunks.size()), line));
        }
        return chunks;
    }

    /** One JSON array a line: milliseconds, text. A last line that is cut is left out. */
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

    /** One JSON array a line: milliseconds, path, text. */
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
