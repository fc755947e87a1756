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
 * Shows a run as a web page in a single file. The file is replaced atomically, so a reader always gets a complete page.
 * The page reloads every two seconds until the run ends.
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

    /** Removes a leftover temporary file. */
    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file.resolveSibling(file.getFileName() + ".new"));
    }

    /** Returns a readable name, which is also a CSS class. */
    static String word(@Nullable Outcome outcome) {
        return outcome == null ? "running" : outcome.name().toLowerCase(java.util.Locale.ROOT);
    }
}
