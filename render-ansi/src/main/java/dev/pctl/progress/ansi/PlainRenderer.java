package dev.pctl.progress.ansi;

import dev.pctl.progress.ansi.internal.terminal.HostText;
import dev.pctl.progress.ansi.internal.terminal.LinePrintStream;
import dev.pctl.progress.ansi.internal.text.Formats;
import dev.pctl.progress.ansi.internal.text.PackagePhrases;
import dev.pctl.progress.ansi.internal.text.RunPhrases;
import dev.pctl.progress.ansi.internal.text.RunSummary;
import dev.pctl.progress.ansi.internal.text.ScrollbackLog;
import dev.pctl.progress.ansi.style.Detail;
import dev.pctl.progress.ansi.style.StyledLine;
import dev.pctl.progress.ansi.style.Theme;
import dev.pctl.progress.event.Advice;
import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.view.PackageView;
import dev.pctl.progress.view.RootView;
import dev.pctl.progress.view.RunView;
import dev.pctl.progress.view.StageView;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Writer;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prints whole lines with the time in front, for CI logs and files: when something starts or ends, and after 10, then 30,
 * then every 60 seconds without such a line. Thread-safe.
 */
public final class PlainRenderer implements TextRenderer {

    private static final Logger LOG = LoggerFactory.getLogger(PlainRenderer.class);
    /** How long it is quiet before a heartbeat: soon at first, then rarely, so that long builds do not fill the log. */
    private static final List<Duration> QUIET =
            List.of(Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(60));

    private final Object lock = new Object();
    private final Writer out;
    private final CiPlatform ci;
    private final Theme theme;
    private final ScrollbackLog log;
    private final RunPhrases run;
    private final PackagePhrases packages;
    private final RunSummary summary;
    private final DateTimeFormatter clock;
    private final Set<String> annotated = new HashSet<>();
    private volatile Detail detail;
    private @Nullable String section;
    private boolean open;
    private int sections;
    private @Nullable Instant lastLine;
    private int heartbeats;
    private final List<LinePrintStream> streams = new CopyOnWriteArrayList<>();
    private volatile boolean closed;

    /** Creates a renderer of plain lines. The writer is flushed after each frame, and not closed. */
    public static PlainRenderer of(Writer out, Detail detail, Theme theme) {
        return of(out, detail, theme, CiPlatform.NONE);
    }

    /**
     * Creates a renderer for the log of a CI service.
     *
     * @param out receives the lines; it is flushed after each frame, and not closed
     */
    public static PlainRenderer of(Writer out, Detail detail, Theme theme, CiPlatform ci) {
        return new PlainRenderer(
                Objects.requireNonNull(out, "out"),
                Objects.requireNonNull(detail, "detail"),
                Objects.requireNonNull(theme, "theme"),
                Objects.requireNonNull(ci, "ci"));
    }

    private PlainRenderer(Writer out, Detail detail, Theme theme, CiPlatform ci) {
        this.out = out;
        this.ci = ci;
        this.detail = detail;
        this.theme = theme.colored(false);
        this.log = new ScrollbackLog(detail, this.theme, true);
        this.run = new RunPhrases(this.theme);
        this.packages = new PackagePhrases(this.theme);
        this.summary = new RunSummary(this.theme);
        this.clock = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(theme.zone());
    }

    @Override
    public void render(RunView view, Instant now) throws IOException {
        synchronized (lock) {
            StringBuilder text = news(view, now);
            if (text.length() > 0) {
                heartbeats = 0;
                write(text, now);
            } else if (quietFor(now).compareTo(QUIET.get(Math.min(heartbeats, QUIET.size() - 1))) >= 0) {
                heartbeats++;
                write(text.append(lines(List.of(heartbeat(view, now)), now)), now);
            }
        }
    }

    private Duration quietFor(Instant now) {
        if (lastLine == null) {
            lastLine = now;
        }
        return Duration.between(lastLine, now);
    }

    private StyledLine heartbeat(RunView view, Instant now) {
        StyledLine line =
                StyledLine.of("  ... " + (RunPhrases.isShareKnown(view) ? Formats.percent(view.fraction()) + ' ' : ""));
        List<PackageView> active = view.active();
        if (active.isEmpty()) {
            line = line.add(run.headline(view));
        } else {
            PackageView pkg = active.get(active.size() - 1);
            String steps = packages.steps(pkg);
            String item = packages.item(pkg);
            Duration elapsed = pkg.elapsed(now);
            line = line.add(pkg.ref().spec() + ": " + packages.activity(pkg))
                    .add(steps.isEmpty() ? "" : " " + steps)
                    .add(item.isEmpty() ? "" : " " + item)
                    .add(elapsed == null ? "" : ", " + Formats.ticking(elapsed) + " elapsed");
            if (active.size() > 1) {
                line = line.add(" and " + (active.size() - 1) + " more");
            }
        }
        String remaining = run.remaining(view, now, Integer.MAX_VALUE);
        return line.add(remaining == null ? "" : ", " + remaining);
    }

    @Override
    public void finish(RunView view, Instant now) throws IOException {
        synchronized (lock) {
            StringBuilder text = news(view, now).append(close(now));
            section = null;
            write(text.append(lines(summary.lines(view, now), now)), now);
        }
    }

    // ---- lines and sections

    /** Returns what is new. What ends a section and what failed is outside of it, since sections may be folded. */
    private StringBuilder news(RunView view, Instant now) {
        List<StyledLine> news = log.news(view, now);
        String annotations = annotations(view);
        String current = section(view);
        boolean changed = current != null && !current.equals(section);
        StringBuilder text = new StringBuilder();
        if (changed || !annotations.isEmpty() || current == null) {
            text.append(close(now));
        }
        text.append(lines(news, now)).append(annotations);
        if (current != null && changed && ci != CiPlatform.NONE) {
            sections++;
            open = true;
            text.append(ci.open(current, sections, now));
        }
        section = current;
        return text;
    }

    private static @Nullable String section(RunView view) {
        RootView root = view.currentRoot();
        if (root != null) {
            return root.spec();
        }
        StageView stage = view.currentStage();
        return stage == null ? null : stage.title();
    }

    private String close(Instant now) {
        boolean was = open;
        open = false;
        return was ? ci.close(sections, now) : "";
    }

    private String annotations(RunView view) {
        if (ci == CiPlatform.NONE) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        for (Diagnosis failure : view.failures()) {
            if (annotated.add(failure.toString())) {
                text.append(ci.error(failure));
            }
        }
        for (Advice advice : view.advice().raised()) {
            if (annotated.add(advice.id() + advice.severity())) {
                text.append(ci.warning(advice));
            }
        }
        return text.toString();
    }

    private String lines(List<StyledLine> lines, Instant now) {
        String time = clock.format(now) + ' ';
        StringBuilder text = new StringBuilder();
        for (StyledLine line : lines) {
            if (line.width() == 0) {
                continue;
            }
            text.append((time + ci.line(line.in(theme).toString())).stripTrailing())
                    .append('\n');
        }
        return text.toString();
    }

    private void write(CharSequence text, @Nullable Instant now) throws IOException {
        out.append(text);
        out.flush();
        if (now != null) {
            lastLine = now;
        }
    }

    // ---- for the host

    @Override
    public Detail detail() {
        return detail;
    }

    @Override
    public void detail(Detail level) {
        Objects.requireNonNull(level, "level");
        synchronized (lock) {
            detail = level;
            log.detail(level);
        }
    }

    @Override
    public void printAbove(String text) {
        Objects.requireNonNull(text, "text");
        if (closed) {
            writeThrough(text + '\n');
            return;
        }
        StringBuilder lines = new StringBuilder();
        HostText.rows(text, theme).forEach(r -> lines.append(ci.line(r.text())).append('\n'));
        writeThrough(lines);
    }

    private void writeThrough(CharSequence text) {
        synchronized (lock) {
            try {
                write(text, null);
            } catch (IOException e) {
                LOG.debug("the output is closed", e);
            }
        }
    }

    @Override
    public PrintStream above() {
        LinePrintStream stream = new LinePrintStream(new Above());
        streams.add(stream);
        return stream.printer();
    }

    @Override
    public void close() throws IOException {
        synchronized (lock) {
            closed = true;
            out.flush();
        }
        // Not within the lock: a thread that writes holds its stream and waits for the lock.
        streams.forEach(LinePrintStream::release);
    }

    /** Takes what is written to the streams that hosts were given. */
    private final class Above implements LinePrintStream.Display {
        @Override
        public void printAbove(String line) {
            PlainRenderer.this.printAbove(line);
        }

        @Override
        public boolean isClosed() {
            return closed;
        }

        @Override
        public void writeThrough(String text) {
            PlainRenderer.this.writeThrough(text);
        }
    }
}
