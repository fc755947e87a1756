package dev.pctl.progress.log;

import dev.pctl.progress.spi.LogSource;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The output of a child process, standard output and standard error in the order of printing. Closing it ends the
 * process and those that it started. One thread reads; any thread may close.
 */
public final class ProcessLogSource implements LogSource {

    /** How long processes have to end by themselves before they are killed. */
    private static final long GRACE_SECONDS = 2;

    private final Process process;
    private final InputStream output;

    private volatile boolean closed;

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
            if (process.isAlive() && !closed) {
                throw e;
            }
            return -1;
        }
    }

    /** Returns the process, for instance to {@linkplain dev.pctl.progress.spi.LocalMachine#withProcesses watch} it. */
    public ProcessHandle handle() {
        return process.toHandle();
    }

    /**
     * Waits for the process to end.
     *
     * @return its exit status
     * @throws InterruptedException if the thread is interrupted; the process keeps running
     */
    public int waitFor() throws InterruptedException {
        return process.waitFor();
    }

    /** Terminates the process and its descendants, forcibly if they have not ended within two seconds. */
    @Override
    public void close() throws IOException {
        closed = true;
        if (process.isAlive()) {
            // The process first, or it could end by itself, with a status of success, when its children are gone.
            List<ProcessHandle> descendants = process.descendants().toList();
            process.destroy();
            descendants.forEach(ProcessHandle::destroy);
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
