package dev.pctl.progress.log;

import dev.pctl.progress.spi.LogSource;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;

/**
 * What a child process prints, both streams as they come. Its exit status is there when the log is at its end. Closing
 * it ends the process and those that it started. One thread reads; any thread may close.
 */
public final class ProcessLogSource implements LogSource {

    private static final long GRACE_SECONDS = 2;

    private final Process process;
    private final InputStream output;

    private ProcessLogSource(Process process) {
        this.process = process;
        this.output = process.getInputStream();
    }

    /**
     * Starts the process.
     *
     * @throws IOException if it cannot be started
     */
    static ProcessLogSource start(ProcessBuilder command) throws IOException {
        return new ProcessLogSource(command.redirectErrorStream(true).start());
    }

    @Override
    public int read(byte[] buffer) throws IOException {
        try {
            return output.read(buffer, 0, buffer.length);
        } catch (IOException e) {
            if (process.isAlive()) {
                throw e;
            }
            return -1;
        }
    }

    /** The process itself, such as to {@linkplain dev.pctl.progress.spi.LocalMachine#withProcesses watch} it. */
    public ProcessHandle handle() {
        return process.toHandle();
    }

    /**
     * Waits for the process to end.
     *
     * @return its exit status
     * @throws InterruptedException if the thread is interrupted; the process goes on
     */
    public int waitFor() throws InterruptedException {
        return process.waitFor();
    }

    /** Asks the process and its descendants to end, and ends them if they do not within two seconds. */
    @Override
    public void close() throws IOException {
        if (process.isAlive()) {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
            try {
                if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
                    kill();
                }
            } catch (InterruptedException e) {
                kill();
                Thread.currentThread().interrupt();
            }
        }
        output.close();
    }

    private void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
