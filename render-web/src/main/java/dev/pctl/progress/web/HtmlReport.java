package dev.pctl.progress.web;

import dev.pctl.progress.event.Event;
import dev.pctl.progress.spi.EventListener;
import dev.pctl.progress.spi.Renderer;
import dev.pctl.progress.view.PackageView;
import dev.pctl.progress.view.RunView;
import dev.pctl.progress.web.internal.model.PageState;
import dev.pctl.progress.web.internal.model.ViewJson;
import dev.pctl.progress.web.internal.report.KeptLogs;
import dev.pctl.progress.web.internal.report.ReportFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Saves a run as one HTML file with the views of the page. The file needs neither a network nor a server.
 *
 * <pre>{@code
 * HtmlReport report = HtmlReport.to(Path.of("run.html"));
 * Progress.builder("gromacs image")
 *         .renderer(report)
 *         .listener("report", DeliveryMode.EVERYTHING, report)
 *         .start();
 * }</pre>
 *
 * <p>As a renderer it takes the curves and writes the file when the run ends. As a listener, which is optional, it also
 * keeps the newest lines of each package. Thread-safe.
 */
public final class HtmlReport implements Renderer, EventListener {

    private final Path file;
    private final PageState state = new PageState(advice -> false);
    private final KeptLogs logs = new KeptLogs();
    private @Nullable String other;
    private String title = "Build";

    private HtmlReport(Path file) {
        this.file = file;
    }

    /** Returns a report that is written to that file when the run ends. */
    public static HtmlReport to(Path file) {
        return new HtmlReport(file);
    }

    /** Compares the run with another one, whose view is given. */
    public HtmlReport comparedWith(RunView otherRun, Instant now) {
        PageState before = new PageState(advice -> false);
        before.update(otherRun, now);
        synchronized (this) {
            other = before.comparable();
        }
        return this;
    }

    @Override
    public synchronized void onEvent(Event event) {
        logs.add(event);
    }

    @Override
    public synchronized void render(RunView view, Instant now) {
        state.observe(view);
    }

    @Override
    public synchronized void finish(RunView view, Instant now) throws IOException {
        state.observe(view);
        state.update(view, now);
        title = view.title().isEmpty() ? title : view.title();
        for (PackageView pkg : ViewJson.packages(view)) {
            String key = ViewJson.key(pkg);
            if (!logs.has(key)) {
                pkg.output().forEach(line -> logs.add(key, line));
            }
        }
        if (!logs.has("")) {
            ViewJson.output(view).forEach(line -> logs.add("", line));
        }
        write(now);
    }

    /** Replaced in one step, so that a reader sees a whole report. */
    private void write(Instant now) throws IOException {
        String data = "{\"state\":" + state.changesSince(0, "report", now) + ",\"logs\":" + logs.json()
                + (other == null ? "" : ",\"other\":" + other) + '}';
        Path target = file.toAbsolutePath();
        Path folder = target.getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Path beside = target.resolveSibling(target.getFileName() + ".new");
        Files.writeString(beside, ReportFile.of(title, data), StandardCharsets.UTF_8);
        Files.move(beside, target, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() {}
}
