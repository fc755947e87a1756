package dev.pctl.progress.spack;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/** A recorded log and what there is to understand in it. */
public record RecordedLog(String name, byte[] log, Map<String, Object> truth) {

    /** Whether it was captured from a terminal that was repainted: nothing stands in front of such lines. */
    boolean onTerminal() {
        return "terminal".equals(truth.get("dialect"));
    }

    @Override
    public String toString() {
        return name;
    }

    static Stream<RecordedLog> all() {
        return folders().sorted().map(RecordedLog::read);
    }

    public static RecordedLog of(String name) {
        return all().filter(r -> r.name.equals(name)).findFirst().orElseThrow();
    }

    private static Stream<Path> folders() {
        try {
            return Files.list(
                    Path.of(RecordedLog.class.getResource("/recordings").toURI()));
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RecordedLog read(Path folder) {
        try (InputStream truth = Files.newInputStream(folder.resolve("truth.json"))) {
            byte[] log = Files.readAllBytes(folder.resolve("stdout.log"));
            return new RecordedLog(folder.getFileName().toString(), log, Json.object(truth));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
