package dev.pctl.progress.examples;

import dev.pctl.progress.LogFeed;
import dev.pctl.progress.Progress;
import dev.pctl.progress.StageProgress;
import dev.pctl.progress.ansi.Detail;
import dev.pctl.progress.ansi.Renderers;
import dev.pctl.progress.bus.Delivery;
import dev.pctl.progress.estimator.HistoryForecaster;
import dev.pctl.progress.estimator.JsonlHistory;
import dev.pctl.progress.event.Event;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.json.EventReader;
import dev.pctl.progress.json.EventWriter;
import dev.pctl.progress.spack.SpackParser;
import dev.pctl.progress.watch.DiskSpaceWatchdog;
import dev.pctl.progress.watch.PaceWatchdog;
import dev.pctl.progress.watch.StallWatchdog;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.commons.io.output.CloseShieldOutputStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Builds a machine image: what pctl does, but for the cloud. */
@Command(
        name = "build",
        description = {
            "Builds a machine image from a template. The instance is a child process whose console is seen through a window"
                    + " of 64 KB; it plays a recorded build, or runs a real spack where there is one (--real).",
            "Exits with 0 if the image was built, 1 if not, 130 if interrupted: the instance goes on then, and the same"
                    + " command watches it again."
        })
final class AmiBuildCommand implements Callable<Integer> {

    private static final int INTERRUPTED = 130;
    private static final Duration POLL = Duration.ofMillis(250);
    private static final String RECORDING = "0.23-pctl";

    @Option(names = "-t", required = true, paramLabel = "TEMPLATE", description = "a YAML file in pctl's shape")
    private @Nullable Path template;

    @Option(names = "--name", description = "the image's name; that of the template unless given")
    private @Nullable String name;

    @Option(names = "--progress", description = "shows the packages; without it phase and percent")
    private boolean packages;

    @Option(names = "--verbose", description = "shows everything")
    private boolean verbose;

    @Option(names = "--json", description = "the event stream instead of a display")
    private boolean json;

    @Option(names = "--real", description = "runs the spack that is on the path instead of playing a recorded build")
    private boolean real;

    @Option(names = "--speed", defaultValue = "16", description = "how many times faster a recorded build is played")
    private double speed;

    @Option(names = "--home", description = "where history and state are kept; ~/.pctl unless given")
    private @Nullable Path home;

    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean interrupted;

    @Override
    public Integer call() throws IOException {
        AmiTemplate wanted = AmiTemplate.read(template == null ? Path.of("template.yaml") : template);
        String image = name == null ? wanted.name() : name;
        Path kept = AmiCommand.home(home);
        Path folder = Files.createDirectories(kept.resolve("builds").resolve(image.replaceAll("[^\\w.-]", "_")));
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop"));
        try {
            return build(wanted, image, kept, folder);
        } finally {
            ended.countDown();
        }
    }

    private int build(AmiTemplate wanted, String image, Path kept, Path folder) throws IOException {
        Path events = folder.resolve("events.jsonl");
        boolean again = Files.exists(events) && isRunning(folder);
        if (!again) {
            Files.deleteIfExists(events);
        }
        List<Event> before = again ? read(events) : List.of();
        try (OutputStream out = Files.newOutputStream(events, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                Progress progress = begin(wanted, image, kept, out, before)) {
            if (again) {
                before.forEach(progress::replay);
            }
            return watch(progress, wanted, folder, again);
        } finally {
            if (!isRunning(folder)) {
                Files.deleteIfExists(folder.resolve("pid"));
            }
        }
    }

    private static boolean isRunning(Path folder) {
        try {
            return AmiInstance.find(folder).running();
        } catch (IOException | NumberFormatException e) {
            return false;
        }
    }

    private static List<Event> read(Path events) throws IOException {
        List<Event> all = new java.util.ArrayList<>();
        try (InputStream in = Files.newInputStream(events);
                EventReader reader = new EventReader(in, w -> {})) {
            for (Event e = reader.next(); e != null; e = reader.next()) {
                all.add(e);
            }
        }
        return all;
    }

    private Progress begin(AmiTemplate wanted, String image, Path kept, OutputStream out, List<Event> before)
            throws IOException {
        EventWriter recorder = new EventWriter(CloseShieldOutputStream.wrap(out));
        Progress.Builder builder = Progress.builder(image)
                .label("template", wanted.name())
                .parser(SpackParser.factory())
                .forecaster(HistoryForecaster.of(JsonlHistory.at(kept.resolve("build-history.jsonl"))))
                .watchdog(new DiskSpaceWatchdog(List.of("pctl ami build --volume-size 80 …", "Clean up the image")))
                .watchdog(new PaceWatchdog())
                .watchdog(new StallWatchdog());
        if (json) {
            EventWriter writer = new EventWriter(CloseShieldOutputStream.wrap(System.out));
            writer.writeHeader();
            builder.listener("json", Delivery.EVERYTHING, writer);
        } else {
            Detail detail = verbose ? Detail.of(2) : packages ? Detail.of(1) : Detail.of(0);
            System.out.println("📋 Template: " + wanted.name());
            System.out.println("   Packages: " + String.join(", ", wanted.packages()) + " ("
                    + wanted.packages().size() + " total)");
            builder.renderer(Renderers.forTerminal(detail, System.out));
        }
        if (before.isEmpty()) {
            recorder.writeHeader();
            return builder.listener("record", Delivery.EVERYTHING, recorder).start();
        }
        return builder.forReplay(before.get(0).run());
    }

    private int watch(Progress progress, AmiTemplate wanted, Path folder, boolean again) throws IOException {
        AmiInstance instance;
        if (again) {
            instance = AmiInstance.find(folder);
        } else {
            try (StageProgress launch = progress.stage("launch", "Launching the instance")) {
                instance = real
                        ? AmiInstance.launchReal(folder, wanted.packages())
                        : AmiInstance.launchRecorded(folder, RECORDING, speed);
            }
        }
        Outcome outcome;
        try (StageProgress install = progress.stage("install", "Installing software");
                LogFeed feed = progress.feed()) {
            while (instance.running() && !interrupted) {
                feed.snapshot(instance.console());
                LockSupport.parkNanos(POLL.toNanos());
            }
            feed.snapshot(instance.console());
            outcome = interrupted ? Outcome.CANCELLED : instance.status() == 0 ? Outcome.SUCCEEDED : Outcome.FAILED;
        }
        if (outcome == Outcome.SUCCEEDED) {
            try (StageProgress snapshot = progress.stage("snapshot", "Making the image")) {
                Files.writeString(folder.resolve("image"), "ami-" + Long.toHexString(folder.hashCode()));
            }
        }
        progress.finish(outcome, outcome == Outcome.CANCELLED ? "interrupted; the instance goes on" : null);
        return outcome == Outcome.SUCCEEDED ? 0 : outcome == Outcome.CANCELLED ? INTERRUPTED : 1;
    }

    /** Ctrl-C: the watching ends, the display is cleared up; the instance goes on. */
    private void stop() {
        if (ended.getCount() > 0) {
            interrupted = true;
            try {
                ended.await(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
