package dev.pctl.progress.examples.watch;

import com.pty4j.PtyProcess;
import com.pty4j.PtyProcessBuilder;
import com.pty4j.WinSize;
import dev.pctl.progress.spi.LogSource;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs a command on a new pseudo-terminal of the size of this program's terminal, so that it prints as on a terminal.
 * One thread reads; any thread may call the other methods.
 */
final class PtyLogSource implements LogSource {

    private static final WinSize USUAL = new WinSize(80, 24);
    private static final String AWAIT_SIZE =
            "while [ \"$(stty size 2>/dev/null)\" = '0 0' ]; do sleep 0.01; done; exec \"$@\"";
    private static final int CTRL_C = 3;
    private static final long GRACE_SECONDS = 3;
    private static final int SIGNALLED = 128;

    private final PtyProcess process;
    private final InputStream output;

    private PtyLogSource(PtyProcess process) {
        this.process = process;
        this.output = process.getInputStream();
    }

    /**
     * Starts the command.
     *
     * @throws IOException if the command does not exist or no pseudo-terminal is available
     */
    static PtyLogSource start(List<String> command) throws IOException {
        String program = command.get(0);
        if (!isRunnable(program)) {
            throw new IOException("no such command: " + program);
        }
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.putIfAbsent("TERM", "xterm");
        WinSize size = windowSize();
        try {
            return new PtyLogSource(new PtyProcessBuilder(sized(command))
                    .setEnvironment(environment)
                    .setDirectory(System.getProperty("user.dir"))
                    .setInitialColumns(size.getColumns())
                    .setInitialRows(size.getRows())
                    .setUnixOpenTtyToPreserveOutputAfterTermination(true)
                    .start());
        } catch (LinkageError e) {
            throw new IOException("no pseudo-terminal can be had here; use --pipe", e);
        }
    }

    /** Delays the command until the terminal has its size, which is set after the process starts. */
    private static String[] sized(List<String> command) {
        List<String> words = new ArrayList<>(List.of("sh", "-c", AWAIT_SIZE, "sh"));
        words.addAll(command);
        return words.toArray(String[]::new);
    }

    private static boolean isRunnable(String program) {
        if (program.contains(File.separator)) {
            return new File(program).canExecute();
        }
        String path = System.getenv().getOrDefault("PATH", "");
        for (String folder : path.split(File.pathSeparator, -1)) {
            if (new File(folder, program).canExecute()) {
                return true;
            }
        }
        return false;
    }

    /** Returns the size of this program's terminal, or a default. */
    private static WinSize windowSize() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String[] answer = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                    .strip()
                    .split(" ", -1);
            int rows = Integer.parseInt(answer[0]);
            int columns = Integer.parseInt(answer[answer.length - 1]);
            return rows > 0 && columns > 0 ? new WinSize(columns, rows) : USUAL;
        } catch (IOException | NumberFormatException e) {
            return USUAL;
        }
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

    /** Returns the process. */
    ProcessHandle handle() {
        return ProcessHandle.of(process.pid()).orElse(ProcessHandle.current());
    }

    /** Passes on the current size of the window. */
    void resized() {
        if (process.isAlive()) {
            process.setWinSize(windowSize());
        }
    }

    /** Types Ctrl-C on the terminal of the command. */
    void interrupt() {
        try {
            OutputStream keyboard = process.getOutputStream();
            keyboard.write(CTRL_C);
            keyboard.flush();
        } catch (IOException e) {
            process.destroy();
        }
    }

    /** Requests the command and its children to terminate. */
    void terminate() {
        tree().forEach(ProcessHandle::destroy);
    }

    private List<ProcessHandle> tree() {
        List<ProcessHandle> all = new ArrayList<>(handle().descendants().toList());
        all.add(handle());
        all.remove(ProcessHandle.current());
        return all;
    }

    /** Waits for the command and returns its exit status as a shell does: 128 plus the number of a fatal signal. */
    int waitFor() throws InterruptedException {
        int status = process.waitFor();
        return status < 0 ? SIGNALLED - status : status;
    }

    /** Requests termination, and kills the command after three seconds. */
    @Override
    public void close() throws IOException {
        if (process.isAlive()) {
            List<ProcessHandle> tree = tree();
            terminate();
            try {
                if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
                    tree.forEach(ProcessHandle::destroyForcibly);
                }
            } catch (InterruptedException e) {
                tree.forEach(ProcessHandle::destroyForcibly);
                Thread.currentThread().interrupt();
            }
        }
        output.close();
    }
}
