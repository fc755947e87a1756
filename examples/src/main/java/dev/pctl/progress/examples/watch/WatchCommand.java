package dev.pctl.progress.examples.watch;

import dev.pctl.progress.Progress;
import dev.pctl.progress.ProgressBuilder;
import dev.pctl.progress.ansi.Renderers;
import dev.pctl.progress.ansi.style.Detail;
import dev.pctl.progress.ansi.style.Theme;
import dev.pctl.progress.estimator.HistoryForecaster;
import dev.pctl.progress.estimator.HistoryRequirements;
import dev.pctl.progress.estimator.history.BuildHistory;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.examples.cli.CommandErrors;
import dev.pctl.progress.examples.cli.Destination;
import dev.pctl.progress.examples.cli.Histories;
import dev.pctl.progress.examples.cli.Interruption;
import dev.pctl.progress.examples.cli.LogLocations;
import dev.pctl.progress.examples.cli.SpackWatchdogs;
import dev.pctl.progress.hook.DeliveryMode;
import dev.pctl.progress.log.LogSources;
import dev.pctl.progress.log.ProcessLogSource;
import dev.pctl.progress.machine.LogSizeSampler;
import dev.pctl.progress.machine.MachineSampler;
import dev.pctl.progress.machine.TreeSizeSampler;
import dev.pctl.progress.remedy.RunTermination;
import dev.pctl.progress.remote.Outbox;
import dev.pctl.progress.spack.BuildLogs;
import dev.pctl.progress.spack.SpackParsers;
import dev.pctl.progress.spack.SpackRemedies;
import dev.pctl.progress.spi.LocalMachine;
import dev.pctl.progress.spi.LogSource;
import dev.pctl.progress.stream.EventWriter;
import dev.pctl.progress.web.HtmlReport;
import dev.pctl.progress.web.WebPage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.commons.io.output.CloseShieldOutputStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Watches a command, a growing file, or a pipe. */
@Command(
        name = "watch",
        mixinStandardHelpOptions = true,
        description = {
            "Shows the progress of a build: of a command that it runs on a new terminal (watch -- spack install"
                    + " gromacs), of a growing log file (watch spack.log, until Ctrl-C), or of a pipe (spack install"
                    + " gromacs 2>&1 | watch -).",
            "On a terminal the keys 0, 1 and 2 change the level of detail, and v shows everything and back; the command that is"
                    + " run then gets no input.",
            "Passes signals and the window's size on to the command. Exits with the command's own status, with 1 if the"
                    + " log reports a failure, or with 130 after Ctrl-C."
        })
public final class WatchCommand implements Callable<Integer> {

    private static final Duration POLL = Duration.ofMillis(200);

    private static final ProcessBuilder.Redirect NOTHING = ProcessBuilder.Redirect.from(
            new File(System.getProperty("os.name").startsWith("Windows") ? "NUL" : "/dev/null"));

    @Parameters(
            arity = "1..*",
            paramLabel = "COMMAND|FILE|-",
            description = "command, growing file, or - for standard input")
    private List<String> what = List.of();

    @Option(names = "--detail", defaultValue = "1", description = "0 phase and percent, 1 packages, 2 everything")
    private int detail;

    @Option(names = "--title", description = "title of the build")
    private @Nullable String title;

    @Option(
            names = "--history",
            description = "a build history for forecasts, to which the build is added: a file, or a JDBC address")
    private @Nullable String history;

    @Option(
            names = "--stage",
            paramLabel = "DIR",
            description =
                    "directory in which Spack builds (config:build_stage), to follow its build logs; default: Spack's own"
                            + " defaults")
    private List<Path> stage = List.of();

    @Option(names = "--pipe", description = "the command gets a pipe instead of a terminal")
    private boolean pipe;

    @Option(names = "--plain", description = "prints whole lines only")
    private boolean plain;

    @Option(names = "--web", description = "also serves a page of the build on this machine, and prints its address")
    private boolean web;

    @Option(names = "--report", paramLabel = "FILE", description = "saves the build as one HTML file when it ends")
    private @Nullable Path report;

    @Option(names = "--json", description = "the event stream instead of a display")
    private boolean json;

    @ArgGroup(exclusive = false)
    private @Nullable Destination destination;

    private @Nullable Outbox outbox;

    @Override
    public Integer call() throws IOException, InterruptedException {
        try {
            return watch(open());
        } finally {
            if (outbox != null) {
                outbox.close();
            }
        }
    }

    private int watch(LogSource log) throws IOException, InterruptedException {
        if (log instanceof PtyLogSource command) {
            try (SignalForwarder signals = SignalForwarder.to(command);
                    Progress progress = start(command.handle())) {
                signals.passSizes(command);
                Outcome told = progress.follow(log);
                return finish(progress, command.waitFor(), told, signals.endRequested());
            }
        }
        try (Interruption interruption = Interruption.watch(() -> close(log));
                Progress progress = start(log instanceof ProcessLogSource process ? process.handle() : null)) {
            Outcome told = progress.follow(log);
            if (interruption.requested()) {
                progress.finish(Outcome.CANCELLED, "interrupted");
                return interruption.status();
            }
            if (log instanceof ProcessLogSource process) {
                return finish(progress, process.waitFor(), told, false);
            }
            finishAtEndOfLog(progress, told);
            return told == Outcome.FAILED || told == Outcome.CANCELLED ? 1 : 0;
        }
    }

    private Progress start(@Nullable ProcessHandle watched) throws IOException {
        LogLocations places = LogLocations.of(stage, System.getenv());
        LocalMachine machine = LocalMachine.of(places.disks());
        BuildHistory before =
                history == null ? BuildHistory.inMemory() : Histories.open(history, Path.of("pctl-history-spool"));
        return shown(pages(described(), places))
                .parser(SpackParsers.standard())
                .alongside(BuildLogs.under(places.stages()))
                .forecaster(HistoryForecaster.of(before))
                .remedies(SpackRemedies.forFailures().knowing(HistoryRequirements.of(before)))
                .sampler(MachineSampler.create(watched == null ? machine : machine.withProcesses(watched)))
                .sampler(new TreeSizeSampler(places.trees()))
                .sampler(new LogSizeSampler())
                .watchdog(SpackWatchdogs.diskSpace())
                .watchdog(SpackWatchdogs.memory())
                .watchdog(SpackWatchdogs.slowPackages())
                .watchdog(SpackWatchdogs.stall())
                .start();
    }

    private ProgressBuilder described() throws IOException {
        ProgressBuilder builder = Progress.builder(title == null ? String.join(" ", what) : title);
        Destination to = destination;
        if (to != null) {
            outbox = to.open();
            builder.worker(to.worker()).listener("outbox", DeliveryMode.EVERYTHING, outbox);
            if (to.run() != null) {
                builder.run(to.run());
            }
        }
        return builder;
    }

    private ProgressBuilder pages(ProgressBuilder builder, LogLocations places) {
        if (web) {
            WebPage.Builder page = WebPage.builder().announce(System.err::println);
            places.stages().forEach(page::logsBelow);
            builder.renderer(page.serve());
        }
        if (report != null) {
            HtmlReport file = HtmlReport.to(report);
            builder.renderer(file).listener("report", DeliveryMode.EVERYTHING, file);
        }
        return builder;
    }

    private ProgressBuilder shown(ProgressBuilder builder) throws IOException {
        if (json) {
            EventWriter writer = new EventWriter(CloseShieldOutputStream.wrap(System.out));
            writer.writeHeader();
            return builder.listener("json", DeliveryMode.EVERYTHING, writer);
        }
        Detail level = Detail.of(detail);
        return builder.renderer(
                plain
                        ? Renderers.plain(level, System.out, Theme.of(System.getenv(), false))
                        : Renderers.forTerminal(level, System.out, true));
    }

    /** Finishes the run with the exit status, which gives the outcome; a termination request gives the reason. */
    private static int finish(Progress progress, int status, @Nullable Outcome told, boolean endRequested) {
        if (status != 0 && (endRequested || told == Outcome.CANCELLED)) {
            progress.finish(Outcome.CANCELLED, "exit status " + status);
        } else {
            progress.finish(RunTermination.exited(status));
        }
        return status;
    }

    /** Finishes the run at the end of a log. A log that ends during a build gets an explanation. */
    private static void finishAtEndOfLog(Progress progress, @Nullable Outcome told) {
        boolean cut = (told == null || told == Outcome.UNFINISHED)
                && progress.view().packages().stream().anyMatch(p -> p.active() || p.outcome() == Outcome.UNFINISHED);
        if (cut) {
            progress.finish(RunTermination.cut());
        } else {
            progress.finish(told == null ? Outcome.UNFINISHED : told);
        }
    }

    private static void close(LogSource log) {
        try {
            log.close();
        } catch (IOException e) {
            System.err.println("watch: " + CommandErrors.message(e));
        }
    }

    private LogSource open() throws IOException {
        String first = what.get(0);
        if (what.size() == 1 && "-".equals(first)) {
            return LogSources.of(System.in);
        }
        Path file = Path.of(first);
        if (what.size() == 1 && isLog(file)) {
            return LogSources.ofGrowingFile(file, POLL);
        }
        return pipe
                ? LogSources.ofProcess(new ProcessBuilder(what)
                        .redirectInput(plain || json ? ProcessBuilder.Redirect.INHERIT : NOTHING))
                : PtyLogSource.start(what);
    }

    /** Returns whether the argument is a log: not a program, and possibly a file that does not exist yet. */
    private static boolean isLog(Path file) {
        boolean inFolder = file.getNameCount() > 1 || file.toString().contains(".");
        return Files.isRegularFile(file) ? !Files.isExecutable(file) : inFolder && !Files.isDirectory(file);
    }
}
