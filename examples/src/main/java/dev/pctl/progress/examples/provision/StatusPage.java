package dev.pctl.progress.examples.provision;

import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.spi.Renderer;
import dev.pctl.progress.view.RunView;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Shows a run as a web page: one file without any other, replaced in one step, so that whoever reads it sees a whole
 * page. While the run goes on the page loads itself again every two seconds.
 */
final class StatusPage implements Renderer {

    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final Path file;
    private @Nullable Instant written;

    StatusPage(Path file) {
        this.file = file.toAbsolutePath();
    }

    @Override
    public void render(RunView view, Instant now) throws IOException {
        if (written == null || !now.isBefore(written.plus(INTERVAL))) {
            written = now;
            write(view, now);
        }
    }

    @Override
    public void finish(RunView view, Instant now) throws IOException {
        write(view, now);
    }

    private void write(RunView view, Instant now) throws IOException {
        Path folder = file.getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(beside, new PageLayout(view, now).page(), StandardCharsets.UTF_8);
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** A page that nobody writes any more must not go on loading itself. */
    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file.resolveSibling(file.getFileName() + ".new"));
    }

    /** For people, also as the name of a class of the page. */
    static String word(@Nullable Outcome outcome) {
        return outcome == null ? "running" : outcome.name().toLowerCase(java.util.Locale.ROOT);
    }
}
