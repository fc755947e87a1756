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
 * A command on a pseudo-terminal of its own, as wide and high as the one of this program: it prints what it prints on a
 * terminal. One thread reads; any thread may call the other methods.
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
     * @throws IOException if there is no such command, or no pseudo-terminal to be had
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

    /** The terminal gets its size just after the process has begun: the command itself must not be earlier. */
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

    /** The size of this program's own window; a usual one where there is none. */
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

    /** Its process. */
    ProcessHandle handle() {
        return ProcessHandle.of(process.pid()).orElse(ProcessHandle.current());
    }

    /** The window has another size by now. */
    void resized() {
        if (process.isAlive()) {
            process.setWinSize(windowSize());
        }
    }

    /** Ctrl-C, typed on its terminal. */
    void interrupt() {
        try {
            OutputStream keyboard = process.getOutputStream();
            keyboard.write(CTRL_C);
            keyboard.flush();
        } catch (IOException e) {
            process.destroy();
        }
    }

    /** Asks it, and what it started, to end. */
    void terminate() {
        tree().forEach(ProcessHandle::destroy);
    }

    private List<ProcessHandle> tree() {
        List<ProcessHandle> all = new ArrayList<>(handle().descendants().toList());
        all.add(handle());
        all.remove(ProcessHandle.current());
        return all;
    }

    /** Waits for its end, and gives its exit status as a shell does: 128 and the number of the signal that ended it. */
    int waitFor() throws InterruptedException {
        int status = process.waitFor();
        return status < 0 ? SIGNALLED - status : status;
    }

    /** Asks it to end, and ends it if it does not within three seconds. */
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
