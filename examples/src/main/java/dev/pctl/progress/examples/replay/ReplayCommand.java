package dev.pctl.progress.examples.replay;

import dev.pctl.progress.Progress;
import dev.pctl.progress.ProgressBuilder;
import dev.pctl.progress.ansi.AnsiRenderer;
import dev.pctl.progress.ansi.Renderers;
import dev.pctl.progress.ansi.style.Detail;
import dev.pctl.progress.ansi.style.Theme;
import dev.pctl.progress.estimator.HistoryForecaster;
import dev.pctl.progress.estimator.history.BuildHistory;
import dev.pctl.progress.estimator.history.JsonlBuildHistory;
import dev.pctl.progress.event.Event;
import dev.pctl.progress.examples.cli.InputFiles;
import dev.pctl.progress.examples.cli.SpackWatchdogs;
import dev.pctl.progress.hook.DeliveryMode;
import dev.pctl.progress.spack.BuildLogs;
import dev.pctl.progress.spack.SpackParsers;
import dev.pctl.progress.spi.Renderer;
import dev.pctl.progress.stream.EventReader;
import dev.pctl.progress.stream.EventWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.apache.commons.io.output.CloseShieldOutputStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the display of a recorded build. */
@Command(name = "replay", description = "Shows the display of a recorded build.")
public final class ReplayCommand implements Callable<Integer> {

    private static final Duration LONGEST_WRITING = Duration.ofMinutes(10);

    private static final int DEFAULT_WIDTH = 80;
    private static final int DEFAULT_HEIGHT = 24;

    @Parameters(
            paramLabel = "RECORDING",
            description =
                    "a directory with stdout.timed, the name of an included recording, or a" + " recorded event stream")
    private String recording = "";

    @Option(names = "--detail", defaultValue = "1", description = "0 phase and percent, 1 packages, 2 everything")
    private int detail;

    @Option(names = "--speed", defaultValue = "1", description = "speed factor, or max")
    private String speed = "1";

    @Option(names = "--width", description = "columns; default: those of the terminal")
    private @Nullable Integer width;

    @Option(names = "--height", description = "lines; default: those of the terminal")
    private @Nullable Integer height;

    @Option(names = "--history", description = "a build history for forecasts, to which the build is added")
    private @Nullable Path history;

    @Option(names = "--title", description = "title of the build; default: name of the recording")
    private @Nullable String title;

    @Option(names = "--at", paramLabel = "SECONDS", description = "stops after this time")
    private @Nullable Double at;

    @Option(names = "--frames", defaultValue = "1", description = "frames per recorded second, with --speed max")
    private int frames;

    @Option(
            names = "--svg",
            paramLabel = "FILE",
            description = "draws an SVG picture of the final screen, or of the screen at --at")
    private @Nullable Path svg;

    @Option(names = "--theme", description = "color, light, plain or ascii; default: chosen from the environment")
    private @Nullable String theme;

    private @Nullable SvgScreen picture;

    @ArgGroup
    private @Nullable Form form;

    @Spec
    private @Nullable CommandSpec spec;

    /** The form of the display. */
    static final class Form {
        @Option(names = "--ansi", description = "live display, even without a terminal")
        private boolean ansi;

        @Option(names = "--plain", description = "prints whole lines only")
        private boolean plain;

        @Option(names = "--json", description = "prints the event stream")
        private boolean json;
    }

    @Override
    public Integer call() throws IOException {
        double factor = factor();
        Detail level = level();
        Path path = Path.of(recording);
        if (Files.isRegularFile(path)) {
            replayStream(path, level, factor);
        } else {
            Recording recorded = Files.isDirectory(path) ? Recording.ofFolder(path) : Recording.ofResource(recording);
            replayRecording(recorded, level, factor);
        }
        return 0;
    }

    private void replayRecording(Recording recorded, Detail level, double factor) throws IOException {
        SettableClock clock = new SettableClock(recorded.start());
        BuildLogs buildLogs = BuildLogs.appended();
        try (Progress progress = shown(Progress.builder(title == null ? recorded.title() : title), level)
                .clock(clock)
                .forecaster(HistoryForecaster.of(
                        history == null ? BuildHistory.inMemory() : JsonlBuildHistory.open(history)))
                .parser(SpackParsers.standard())
                .alongside(buildLogs)
                .watchdog(SpackWatchdogs.diskSpace())
                .start()) {
            replay(progress, clock, factor).with(buildLogs).play(recorded);
            drawPicture(at != null);
        }
        drawPicture(at == null);
    }

    private void replayStream(Path file, Detail level, double factor) throws IOException {
        try (InputStream in = InputFiles.open(file);
                EventReader events = new EventReader(in, this::warn)) {
            Event first = events.next();
            if (first == null) {
                return;
            }
            SettableClock clock = new SettableClock(first.time());
            try (Progress progress =
                    shown(Progress.builder(""), level).clock(clock).forReplay(first.run())) {
                replay(progress, clock, factor).play(first, events);
                drawPicture(at != null);
            }
        }
        drawPicture(at == null);
    }

    private RecordingPlayer replay(Progress progress, SettableClock clock, double factor) {
        RecordingPlayer replay = new RecordingPlayer(progress, clock, factor).frames(frames);
        return at == null ? replay : replay.until(Duration.ofMillis((long) (at * 1000)));
    }

    private void drawPicture(boolean now) throws IOException {
        if (now && svg != null && picture != null) {
            SvgScreen.Palette palette = "light".equals(theme) ? SvgScreen.Palette.LIGHT : SvgScreen.Palette.DARK;
            Files.writeString(svg, picture.draw(title == null ? "" : title, palette));
        }
    }

    private ProgressBuilder shown(ProgressBuilder builder, Detail level) throws IOException {
        builder.driven();
        if (form != null && form.json) {
            EventWriter writer = new EventWriter(CloseShieldOutputStream.wrap(System.out));
            writer.writeHeader();
            // At maximum speed, the run ends long before all its events are written.
            return builder.drainLimit(LONGEST_WRITING).listener("json", DeliveryMode.EVERYTHING, writer);
        }
        return builder.renderer(renderer(level));
    }

    private Renderer renderer(Detail level) {
        Theme look = theme(form != null && form.ansi);
        if (form != null && form.plain) {
            return Renderers.plain(level, System.out, look);
        }
        int columns = width == null ? DEFAULT_WIDTH : width;
        int rows = height == null ? DEFAULT_HEIGHT : height;
        if (svg != null) {
            picture = new SvgScreen(columns, rows);
            return AnsiRenderer.of(picture, columns, rows, level, theme(true));
        }
        boolean sized = width != null || height != null;
        if (sized || (form != null && form.ansi)) {
            Writer out = new OutputStreamWriter(System.out, StandardCharsets.UTF_8);
            return AnsiRenderer.of(out, columns, rows, level, look);
        }
        return Renderers.forTerminal(level, System.out);
    }

    private Theme theme(boolean terminal) {
        if (theme == null) {
            return Theme.of(System.getenv(), terminal);
        }
        return switch (theme) {
            case "color" -> Theme.COLOR;
            case "light" -> Theme.LIGHT;
            case "plain" -> Theme.PLAIN;
            case "ascii" -> Theme.ASCII;
            default -> throw wrong("--theme wants color, light, plain or ascii, not " + theme);
        };
    }

    private double factor() {
        if ("max".equals(speed)) {
            return RecordingPlayer.MAX;
        }
        try {
            double factor = Double.parseDouble(speed);
            if (factor > 0) {
                return factor;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw wrong("--speed wants a number above 0 or max, not " + speed);
    }

    private Detail level() {
        try {
            return Detail.of(detail);
        } catch (IllegalArgumentException e) {
            throw wrong("--detail wants 0, 1 or 2, not " + detail);
        }
    }

    private CommandLine.ParameterException wrong(String message) {
        CommandSpec known = spec;
        if (known == null) {
            throw new IllegalStateException(message);
        }
        return new CommandLine.ParameterException(known.commandLine(), message);
    }

    private void warn(String warning) {
        System.err.println("replay: " + recording + ": " + warning);
    }
}
