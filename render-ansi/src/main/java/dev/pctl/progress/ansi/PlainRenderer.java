package dev.pctl.progress.ansi;

import dev.pctl.progress.render.Renderer;
import dev.pctl.progress.state.PackageView;
import dev.pctl.progress.state.RunView;
import java.io.IOException;
import java.io.Writer;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whole lines with the time in front, for CI logs and files: one when something begins or ends, and in quiet times a
 * sign of life after 10, then 30, then every 60 seconds.
 */
public final class PlainRenderer implements Renderer {

    private static final List<Duration> QUIET =
            List.of(Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(60));

    private final Writer out;
    private final Journal journal;
    private final Words words;
    private final Closing closing;
    private final DateTimeFormatter clock;
    private @Nullable Instant lastLine;
    private int heartbeats;

    /**
     * A renderer of plain lines.
     *
     * @param out takes the lines; it is flushed after each frame, and not closed
     * @param zone the time zone of the times in front of the lines
     */
    public PlainRenderer(Writer out, Detail detail, Theme theme, ZoneId zone) {
        this.out = out;
        this.journal = new Journal(detail, new Theme(theme.unicode(), false), true);
        this.words = new Words(theme);
        this.closing = new Closing(theme);
        this.clock = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(zone);
    }

    @Override
    public void render(RunView view, Instant now) throws IOException {
        List<Line> news = journal.news(view, now);
        if (!news.isEmpty()) {
            heartbeats = 0;
            write(news, now);
        } else if (quietFor(now).compareTo(QUIET.get(Math.min(heartbeats, QUIET.size() - 1))) >= 0) {
            heartbeats++;
            write(List.of(heartbeat(view, now)), now);
        }
    }

    private Duration quietFor(Instant now) {
        if (lastLine == null) {
            lastLine = now;
        }
        return Duration.between(lastLine, now);
    }

    private Line heartbeat(RunView view, Instant now) {
        Line line = Line.of("  ... " + Numbers.percent(view.fraction()) + ' ');
        List<PackageView> active = view.active();
        if (active.isEmpty()) {
            line.add(words.headline(view));
        } else {
            PackageView pkg = active.get(active.size() - 1);
            String steps = words.steps(pkg);
            Duration elapsed = pkg.elapsed(now);
            line.add(pkg.ref().spec() + ": " + words.busyWith(pkg))
                    .add(steps.isEmpty() ? "" : " " + steps)
                    .add(elapsed == null ? "" : ", " + Numbers.ticking(elapsed) + " elapsed");
            if (active.size() > 1) {
                line.add(" and " + (active.size() - 1) + " more");
            }
        }
        String remaining = words.remaining(view, now);
        return line.add(remaining == null ? "" : ", " + remaining);
    }

    @Override
    public void finish(RunView view, Instant now) throws IOException {
        write(journal.news(view, now), now);
        write(closing.lines(view, now), now);
    }

    private void write(List<Line> lines, Instant now) throws IOException {
        String time = clock.format(now) + ' ';
        StringBuilder text = new StringBuilder();
        for (Line line : lines) {
            text.append((time + line.build()).stripTrailing()).append('\n');
        }
        out.write(text.toString());
        out.flush();
        lastLine = now;
    }

    @Override
    public void close() throws IOException {
        out.flush();
    }
}
