package dev.pctl.progress.examples;

import static org.assertj.core.api.Assertions.fail;

import com.pty4j.PtyProcess;
import com.pty4j.PtyProcessBuilder;
import com.pty4j.WinSize;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jline.terminal.Size;
import org.jline.utils.ScreenTerminal;

/**
 * A program on a pseudo-terminal, as its user sees it in a terminal emulator. Waiting
 * fails after a minute, with the screen as it is then.
 */
final class PtySession implements AutoCloseable {

    private static final long LIMIT_SECONDS = 60;
    private static final long LOOK_MILLIS = 50;
    private static final String KEYBOARD_QUERY = "\u001b[?u";

    /** The terminal gets its size just after the process has begun. */
    private static final String AWAIT_SIZE = "while [ \"$(stty size)\" = '0 0' ]; do sleep 0.01; done; exec \"$@\"";

    private static final String HIDE_CURSOR = "\u001b[?25l";
    private static final String SHOW_CURSOR = "\u001b[?25h";

    private final PtyProcess process;
    private final ScreenTerminal screen;
    private final StringBuilder transcript = new StringBuilder();
    private final Thread reader;
    private String held = "";
    private boolean ended;

    private PtySession(PtyProcess process, int columns, int rows) {
        this.process = process;
        this.screen = new ScreenTerminal(columns, rows);
        this.reader = new Thread(this::read, "pty-reader");
        this.reader.setDaemon(true);
        this.reader.start();
    }

    /** Starts a command in a window of the given size, with what is given added to a small, fixed environment. */
    static PtySession start(int columns, int rows, Map<String, String> environment, Path folder, List<String> command)
            throws IOException {
        Map<String, String> all = new HashMap<>(
                Map.of("TERM", "xterm-256color", "LC_ALL", "C.UTF-8", "TZ", "UTC", "PATH", System.getenv("PATH")));
        all.putAll(environment);
        List<String> sized = new ArrayList<>(List.of("sh", "-c", AWAIT_SIZE, "sh"));
        sized.addAll(command);
        PtyProcess process = new PtyProcessBuilder(sized.toArray(String[]::new))
                .setEnvironment(all)
                .setDirectory(folder.toString())
                .setInitialColumns(columns)
                .setInitialRows(rows)
                .setUnixOpenTtyToPreserveOutputAfterTermination(true)
                .start();
        return new PtySession(process, columns, rows);
    }

    /** Starts the harness in a window of 100 columns and 30 lines. */
    static PtySession harness(Map<String, String> environment, Path folder, String... arguments) throws IOException {
        return start(100, 30, environment, folder, HarnessJvm.command(arguments));
    }

    private void read() {
        char[] buffer = new char[8192];
        try (Reader in = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                take(new String(buffer, 0, n));
            }
        } catch (IOException e) {
            // The other side of the pseudo-terminal is gone: the program has ended.
        }
        synchronized (this) {
            ended = true;
            notifyAll();
        }
    }

    private synchronized void take(String text) throws IOException {
        transcript.append(text);
        draw(text);
        String answer = screen.read();
        if (!answer.isEmpty()) {
            type(answer);
        }
        notifyAll();
    }

    /** The emulator takes the question for a terminal's keyboard protocol for something else: it does not get it. */
    private void draw(String text) {
        String all = (held + text).replace(KEYBOARD_QUERY, "");
        int partial = KEYBOARD_QUERY.length() - 1;
        while (partial > 0 && !all.endsWith(KEYBOARD_QUERY.substring(0, partial))) {
            partial--;
        }
        held = all.substring(all.length() - partial);
        screen.write(all.substring(0, all.length() - partial));
    }

    /** Types on the keyboard. {@code "\u0003"} is Ctrl-C. */
    void type(String keys) throws IOException {
        process.getOutputStream().write(keys.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    /** Changes the size of the window; the program gets SIGWINCH. */
    synchronized void resize(int columns, int rows) {
        screen.setSize(Size.of(columns, rows));
        process.setWinSize(new WinSize(columns, rows));
    }

    /** What the screen shows: its lines without blanks at their ends, and without empty lines at the bottom. */
    synchronized List<String> screen() {
        int columns = screen.getColumns();
        long[] cells = new long[columns * screen.getRows()];
        screen.dump(cells, new int[2]);
        List<String> lines = new ArrayList<>();
        for (int row = 0; row < screen.getRows(); row++) {
            lines.add(line(cells, row * columns, columns));
        }
        while (!lines.isEmpty() && lines.get(lines.size() - 1).isEmpty()) {
            lines.remove(lines.size() - 1);
        }
        return lines;
    }

    /** What has scrolled out of the window and what it shows, as one text. */
    synchronized String everything() {
        StringBuilder all = new StringBuilder();
        for (long[] cells : screen.getHistory()) {
            all.append(line(cells, 0, cells.length)).append('\n');
        }
        return all.append(String.join("\n", screen())).toString();
    }

    private static String line(long[] cells, int from, int columns) {
        StringBuilder line = new StringBuilder();
        for (int i = from; i < from + columns; i++) {
            int c = ScreenTerminal.cellCodePoint(cells[i]);
            if (c != 0) {
                line.appendCodePoint(c);
            }
        }
        return line.toString().stripTrailing();
    }

    /** All that was written to the terminal, control sequences included. */
    synchronized String transcript() {
        return transcript.toString();
    }

    /** Whether the cursor is visible. */
    synchronized boolean cursorVisible() {
        return transcript.lastIndexOf(HIDE_CURSOR) <= transcript.lastIndexOf(SHOW_CURSOR);
    }

    /** The column and row of the cursor, from 0. */
    synchronized int[] cursor() {
        int[] cursor = new int[2];
        screen.dump(new long[screen.getColumns() * screen.getRows()], cursor);
        return cursor;
    }

    /** Waits until the text is on the screen or has scrolled out of it. */
    void awaitText(String text) throws InterruptedException {
        await("\"" + text + '"', s -> s.everything().contains(text));
    }

    /** Waits until something is true of the screen. */
    synchronized void await(String what, Predicate<PtySession> condition) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (!condition.test(this)) {
            long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (ended || millis <= 0) {
                fail((ended ? "ended" : "waited in vain") + " before " + what + "; the screen:\n" + everything());
            }
            wait(Math.min(LOOK_MILLIS, millis));
        }
    }

    /** Waits for the program's end, and for all that it wrote. */
    int waitFor() throws InterruptedException {
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            fail("does not end; the screen:\n" + everything());
        }
        reader.join(TimeUnit.SECONDS.toMillis(LIMIT_SECONDS));
        return process.exitValue();
    }

    /** The program's process id. */
    long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
