package dev.pctl.progress.ansi;

import dev.pctl.progress.ansi.internal.terminal.HostText;
import dev.pctl.progress.ansi.internal.terminal.LinePrintStream;
import dev.pctl.progress.ansi.internal.text.Formats;
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
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whole lines with the time in front, for CI logs and files: one when something begins or ends, and in quiet times a
 * sign of life after 10, then 30, then every 60 seconds. Thread-safe.
 */
public final class PlainRenderer implements TextRenderer {

    private static final Logger LOG = LoggerFactory.getLogger(PlainRenderer.class);
    private static final List<Duration> QUIET =
            List.of(Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(60));

    private final Object lock = new Object();
    private final Writer out;
    private final CiPlatform ci;
    private final Theme theme;
    private final ScrollbackLog journal;
    private final RunPhrases words;
    private final RunSummary closing;
    private final DateTimeFormatter clock;
    private final Set<String> annotated = new HashSet<>();
    private volatile Detail detail;
    private @Nullable String section;
    private boolean open;
    private int sections;
    private @Nullable Instant lastLine;
    private int heartbeats;

    /** A renderer of plain lines. The writer is flushed after each frame, and not closed. */
    public PlainRenderer(Writer out, Detail detail, Theme theme) {
        this(out, detail, theme, CiPlatform.NONE);
    }

    /**
     * A renderer of plain lines for a log whose page can fold parts of it.
     *
     * @param out takes the lines; it is flushed after each frame, and not closed
     */
    public PlainRenderer(Writer out, Detail detail, Theme theme, CiPlatform ci) {
        this.out = out;
        this.ci = ci;
        this.detail = detail;
        this.theme = theme.colored(false);
        this.journal = new ScrollbackLog(detail, this.theme, true);
        this.words = new RunPhrases(this.theme);
        this.closing = new RunSummary(this.theme);
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
            line = line.add(words.headline(view));
        } else {
            PackageView pkg = active.get(active.size() - 1);
            String steps = words.steps(pkg);
            String item = words.item(pkg);
            Duration elapsed = pkg.elapsed(now);
            line = line.add(pkg.ref().spec() + ": " + words.busyWith(pkg))
                    .add(steps.isEmpty() ? "" : " " + steps)
                    .add(item.isEmpty() ? "" : " " + item)
                    .add(elapsed == null ? "" : ", " + Formats.ticking(elapsed) + " elapsed");
            if (active.size() > 1) {
                line = line.add(" and " + (active.size() - 1) + " more");
            }
        }
        String remaining = words.remaining(view, now, Integer.MAX_VALUE);
        return line.add(remaining == null ? "" : ", " + remaining);
    }

    @Override
    public void finish(RunView view, Instant now) throws IOException {
        synchronized (lock) {
            StringBuilder text = news(view, now).append(close(now));
            section = null;
            write(text.append(lines(closing.lines(view, now), now)), now);
        }
    }

    // ---- lines and sections

    /** What is new; what ends a section and what failed stands outside any, where nobody overlooks it. */
    private StringBuilder news(RunView view, Instant now) {
        List<StyledLine> news = journal.news(view, now);
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

    // ---- what the host does meanwhile

    @Override
    public Detail detail() {
        return detail;
    }

    @Override
    public void detail(Detail level) {
        synchronized (lock) {
            detail = level;
            journal.detail(level);
        }
    }

    @Override
    public void printAbove(String text) {
        StringBuilder lines = new StringBuilder();
        HostText.rows(text, theme).forEach(r -> lines.append(ci.line(r.text())).append('\n'));
        synchronized (lock) {
            try {
                write(lines, null);
            } catch (IOException e) {
                LOG.debug("nobody takes the lines any more", e);
            }
        }
    }

    @Override
    public PrintStream above() {
        return LinePrintStream.to(this::printAbove);
    }

    @Override
    public void close() throws IOException {
        synchronized (lock) {
            out.flush();
        }
    }
}
