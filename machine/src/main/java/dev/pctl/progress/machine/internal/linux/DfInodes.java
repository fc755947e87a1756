package dev.pctl.progress.machine.internal.linux;

import dev.pctl.progress.machine.internal.reading.InodeSource;
import dev.pctl.progress.machine.internal.reading.MachineSnapshot;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads inodes from {@code df -Pi}, as Java has no access to them. Takes a few milliseconds, mostly in another process.
 */
public final class DfInodes implements InodeSource {

    private static final int LIMIT_SECONDS = 2;

    /** Whether df did not answer or does not exist; it is not started again then. */
    private boolean gone;

    @Override
    public MachineSnapshot.@Nullable Inodes of(Path path) throws IOException {
        if (gone) {
            return null;
        }
        MachineSnapshot readings = new MachineSnapshot();
        DfParser table = new DfParser(readings);
        table.path(path.toString());
        run(path).lines().map(Columns::of).filter(words -> !words.isEmpty()).forEach(table::accept);
        return readings.inodesOf(path.toString());
    }

    private String run(Path path) throws IOException {
        ProcessBuilder command = new ProcessBuilder("df", "-Pi", "--", path.toString());
        command.environment().put("LC_ALL", "C");
        command.redirectError(ProcessBuilder.Redirect.DISCARD);
        gone = true;
        Process process = command.start();
        try (InputStream output = process.getInputStream()) {
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("df does not answer for " + path);
            }
            gone = false;
            return new String(output.readAllBytes(), StandardCharsets.UTF_8);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("interrupted").initCause(e);
        } finally {
            process.destroyForcibly();
        }
    }
}
