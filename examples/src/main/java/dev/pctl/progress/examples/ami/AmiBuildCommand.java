package dev.pctl.progress.examples.ami;

import dev.pctl.progress.Progress;
import dev.pctl.progress.ProgressBuilder;
import dev.pctl.progress.ansi.FleetDisplay;
import dev.pctl.progress.ansi.Renderers;
import dev.pctl.progress.ansi.TextRenderer;
import dev.pctl.progress.ansi.style.Detail;
import dev.pctl.progress.estimator.history.BuildHistory;
import dev.pctl.progress.event.FailureCause;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.Price;
import dev.pctl.progress.examples.ami.build.BuildDirectory;
import dev.pctl.progress.examples.ami.build.ImageBuild;
import dev.pctl.progress.examples.ami.history.AmiHome;
import dev.pctl.progress.examples.ami.history.Announcement;
import dev.pctl.progress.examples.ami.history.OnceLearned;
import dev.pctl.progress.examples.ami.machine.InstanceProcess;
import dev.pctl.progress.examples.ami.machine.RecordedBuilds;
import dev.pctl.progress.examples.cli.ConsoleInput;
import dev.pctl.progress.examples.cli.Interruption;
import dev.pctl.progress.examples.cli.LogLocations;
import dev.pctl.progress.examples.cli.SpackWatchdogs;
import dev.pctl.progress.fleet.Fleet;
import dev.pctl.progress.hook.DeliveryMode;
import dev.pctl.progress.machine.RemoteSampler;
import dev.pctl.progress.machine.TreeSizeSampler;
import dev.pctl.progress.machine.watchdog.DiskSpaceWatchdog;
import dev.pctl.progress.remedy.Remedies;
import dev.pctl.progress.spack.BuildLogs;
import dev.pctl.progress.spack.SpackParsers;
import dev.pctl.progress.spack.SpackRemedies;
import dev.pctl.progress.spi.EventListener;
import dev.pctl.progress.spi.Watchdog;
import dev.pctl.progress.stream.EventWriter;
import dev.pctl.progress.web.HtmlReport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.commons.io.output.CloseShieldOutputStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Builds a machine image as pctl does, with a local process instead of a cloud instance. */
@Command(
        name = "build",
        mixinStandardHelpOptions = true,
        description = {
            "Builds a machine image from a template, or several at once. The instance is a local process. Of its console"
                    + " only the last 64 KB are visible. Its Spack plays recorded builds, or is the real one (--real).",
            "Exits with 0 if the image was built, with 1 if not, with 130 after Ctrl-C: the instance keeps running, and the"
                    + " same command watches it again."
        })
final class AmiBuildCommand implements Callable<Integer> {

    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

    @Option(
            names = "-t",
            required = true,
            paramLabel = "TEMPLATE",
            description =
                    "a template file in pctl's format, or one of the included starter.yaml and broken.yaml; given several"
                            + " times, the images are built at once")
    private List<String> templates = List.of();

    @Option(names = "--name", description = "name of the image; default: name of the template")
    private @Nullable String name;

    @ArgGroup
    private @Nullable Form form;

    @ArgGroup
    private @Nullable Software software;

    @Option(names = "--speed", defaultValue = "16", description = "speed factor for recorded builds")
    private double speed;

    @Option(names = "--report", paramLabel = "FILE", description = "saves the build as one HTML file when it ends")
    private @Nullable Path report;

    @Option(names = "--history", description = "a history file, or the JDBC address of a shared history")
    private @Nullable String shared;

    @Option(
            names = "--price",
            paramLabel = "AMOUNT",
            converter = PriceOption.class,
            description = "price of the instance per hour and its currency, such as 0.68EUR")
    private @Nullable Price price;

    @Option(names = "--home", description = "where history and state are kept; ~/.pctl unless given")
    private @Nullable Path home;

    private static final Duration FRAME = Duration.ofMillis(200);

    private final Clock clock = Clock.systemUTC();
    private Consumer<String> notes = note -> {};

    /** The form of the display; by default phase and percent. */
    static final class Form {
        @Option(names = "--progress", description = "shows the packages")
        private boolean packages;

        @Option(names = "--verbose", description = "shows everything")
        private boolean verbose;

        @Option(names = "--json", description = "prints the event stream instead of a display")
        private boolean json;

        Detail detail() {
            return verbose ? Detail.of(2) : Detail.of(packages ? 1 : 0);
        }
    }

    /** The source of the software. */
    static final class Software {
        @Option(names = "--real", description = "uses the spack command on the PATH")
        private boolean real;

        @Option(
                names = "--recording",
                description =
                        "plays what was recorded there: a folder with stdout.timed, or one of those that come with"
                                + " this program; may be given several times")
        private List<String> recordings = List.of();

        List<String> recordings() {
            return real ? List.of() : recordings.isEmpty() ? RecordedBuilds.SHIPPED : recordings;
        }
    }

    /** An image to build. */
    private record Image(String name, AmiTemplate template, InstanceProcess.Job job) {}

    /** Adds how a build is shown. */
    @FunctionalInterface
    private interface Shown {
        ProgressBuilder on(ProgressBuilder builder) throws IOException;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        AmiHome kept = AmiHome.of(home, shared);
        List<Image> images = images();
        try (Interruption interruption = Interruption.watch()) {
            return images.size() == 1
                    ? build(images.get(0), kept, interruption, this::shownAlone)
                    : buildAll(images, kept, interruption);
        }
    }

    private List<Image> images() throws IOException {
        List<Image> images = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (String template : templates) {
            AmiTemplate wanted = AmiTemplate.read(template);
            String image = name == null ? wanted.name() : name;
            if (!names.add(image)) {
                throw new IOException("two images have the name " + image);
            }
            images.add(new Image(image, wanted, job(wanted)));
        }
        if (images.size() > 1 && report != null) {
            throw new IOException("--report saves the build of one template");
        }
        return images;
    }

    /** Builds several images at once, in a thread for each, and shows them as a fleet. */
    @SuppressWarnings("ClosingStandardOutputStreams") // the display leaves the stream open
    private int buildAll(List<Image> images, AmiHome kept, Interruption interruption)
            throws IOException, InterruptedException {
        Fleet fleet = Fleet.create();
        EventListener target = json() ? printer() : fleet;
        ExecutorService threads = Executors.newFixedThreadPool(images.size());
        try (FleetDisplay display = json() ? null : FleetDisplay.forTerminal(fleet, System.out)) {
            if (display != null) {
                display.start(FRAME);
            }
            List<Future<Integer>> builds = new ArrayList<>();
            for (Image image : images) {
                Shown shown = builder -> builder.listener("fleet", DeliveryMode.EVERYTHING, target);
                builds.add(threads.submit(() -> build(image, kept, interruption, shown)));
            }
            return worst(builds);
        } finally {
            threads.shutdown();
        }
    }

    /** Waits for all builds, and returns the worst status. The first that failed by an error is reported after the last. */
    private static int worst(List<Future<Integer>> builds) throws IOException, InterruptedException {
        int worst = 0;
        Throwable failure = null;
        for (Future<Integer> build : builds) {
            try {
                worst = Math.max(worst, build.get());
            } catch (ExecutionException e) {
                failure = failure == null ? e.getCause() : failure;
            }
        }
        if (failure instanceof IOException known) {
            throw known;
        }
        if (failure != null) {
            throw new IllegalStateException(failure);
        }
        return worst;
    }

    /** Returns what prints the events of all builds as one stream. */
    private static EventListener printer() throws IOException {
        EventWriter writer = new EventWriter(CloseShieldOutputStream.wrap(System.out));
        writer.writeHeader();
        return event -> {
            synchronized (writer) {
                writer.onEvent(event);
            }
        };
    }

    private int build(Image image, AmiHome kept, Interruption interruption, Shown shown)
            throws IOException, InterruptedException {
        try (BuildDirectory builds = BuildDirectory.open(kept.directory(), image.name())) {
            Path current = builds.current();
            try (ImageBuild build = ImageBuild.open(current == null ? builds.begin(clock.instant()) : current, clock)) {
                OnceLearned forecaster = new OnceLearned(kept.history());
                Map<String, String> labels = labels(image.template(), image.job());
                if (templates.size() == 1) {
                    announce(image.template(), labels, build, kept.history());
                }
                Outcome outcome;
                try (Progress progress = build.start(shown.on(describe(image.name(), labels, build, forecaster)))) {
                    outcome = build.watch(progress, image.job(), interruption, notes);
                    if (outcome == null) {
                        build.journal().detach();
                        forecaster.detach();
                        progress.finish(
                                Outcome.CANCELLED, "the instance keeps running; the same command watches it again");
                    }
                }
                if (outcome != null) {
                    builds.ended();
                }
                return outcome == null ? interruption.status() : outcome == Outcome.SUCCEEDED ? 0 : 1;
            }
        }
    }

    private InstanceProcess.Job job(AmiTemplate wanted) throws IOException {
        List<String> recordings = software == null ? RecordedBuilds.SHIPPED : software.recordings();
        if (!recordings.isEmpty()) {
            RecordedBuilds known = RecordedBuilds.of(recordings);
            for (String spec : wanted.packages()) {
                if (known.find(spec) == null) {
                    throw new IOException("no build of " + spec + " is recorded, only of "
                            + String.join(", ", known.specs()) + "; --real uses the spack command on the PATH");
                }
            }
        }
        return new InstanceProcess.Job(recordings, speed, form != null && form.verbose, wanted.packages());
    }

    /** Labels the build. A speed factor counts as another type of machine, because it changes durations. */
    private Map<String, String> labels(AmiTemplate wanted, InstanceProcess.Job job) {
        Map<String, String> labels = new HashMap<>(Map.of("template", wanted.name()));
        String type = wanted.instanceType() == null ? "instance" : wanted.instanceType();
        labels.put("instance-type", job.recordings().isEmpty() ? type : type + "-recorded-x" + (int) speed);
        return labels;
    }

    private void announce(AmiTemplate wanted, Map<String, String> labels, ImageBuild build, BuildHistory history) {
        if (json()) {
            return;
        }
        if (build.begun()) {
            System.out.println("Continuing the build that started at "
                    + CLOCK.format(build.journal().before().get(0).time()));
        }
        new Announcement(wanted.name(), wanted.packages(), labels, clock.instant())
                .print(new OnceLearned(history), System.out);
    }

    private boolean json() {
        return form != null && form.json;
    }

    private ProgressBuilder describe(String image, Map<String, String> labels, ImageBuild build, OnceLearned forecaster)
            throws IOException {
        Watchdog disk = DiskSpaceWatchdog.builder()
                .remedies(List.of("pctl ami build --volume-size 80 …", "Use a larger instance type"))
                .build();
        boolean asks = asks();
        ProgressBuilder builder = Progress.builder(image)
                .clock(clock)
                .parser(SpackParsers.standard())
                .forecaster(forecaster)
                .remedies(remedies().knowing(forecaster.needs()))
                .sampler(RemoteSampler.of(build.instance()::run, "/"))
                .watchdog(asks ? new DiskQuestion(disk) : disk)
                .watchdog(SpackWatchdogs.memory())
                .watchdog(SpackWatchdogs.slowPackages())
                .watchdog(SpackWatchdogs.stall())
                .listener("journal", DeliveryMode.EVERYTHING, build.journal());
        labels.forEach(builder::label);
        if (price != null) {
            builder.price(price);
        }
        if (software != null && software.real) {
            LogLocations places = LogLocations.of(List.of(), System.getenv());
            builder.alongside(ImageBuild.INSTANCE, BuildLogs.under(places.stages()))
                    .sampler(new TreeSizeSampler(places.trees()));
        }
        return builder;
    }

    private boolean asks() {
        return templates.size() == 1 && !json() && ConsoleInput.isTerminal();
    }

    private ProgressBuilder shownAlone(ProgressBuilder builder) throws IOException {
        if (asks()) {
            builder.decider(new TypedAnswers(System.in));
        }
        if (report != null) {
            HtmlReport file = HtmlReport.to(report);
            builder.renderer(file).listener("report", DeliveryMode.EVERYTHING, file);
        }
        if (json()) {
            return builder.listener("json", DeliveryMode.EVERYTHING, printer());
        }
        Detail detail = form == null ? Detail.of(0) : form.detail();
        TextRenderer display = Renderers.forTerminal(detail, System.out);
        notes = display::printAbove;
        return builder.renderer(display);
    }

    /** Returns remedies that name pctl's commands. */
    private static Remedies remedies() {
        return SpackRemedies.forFailures()
                .with(
                        FailureCause.DISK_FULL,
                        "pctl ami build -t {template}.yaml --volume-size {suggestedGb}",
                        "Clean up build artifacts: pctl ami build -t {template}.yaml --no-cache",
                        "Use a larger instance type")
                .with(FailureCause.MEMORY, "Use an instance type with more memory", """
                        Use fewer parallel jobs on the instance: spack install -j {jobs}
                        Use fewer parallel jobs on the instance""")
                .with(
                        FailureCause.COMPILE,
                        "Choose another version of {name} in {template}.yaml, or another compiler",
                        "Read the whole log on the instance: {location}",
                        "Then continue: pctl ami build -t {template}.yaml (installed packages are kept)")
                .with(
                        FailureCause.FETCH,
                        "Try again: pctl ami build -t {template}.yaml (installed packages are kept)",
                        "Set up a source mirror for your builds");
    }
}
