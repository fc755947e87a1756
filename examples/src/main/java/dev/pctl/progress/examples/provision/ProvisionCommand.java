package dev.pctl.progress.examples.provision;

import dev.pctl.progress.Progress;
import dev.pctl.progress.ProgressBuilder;
import dev.pctl.progress.buildlog.LineParser;
import dev.pctl.progress.event.FailureCause;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.RunFact;
import dev.pctl.progress.event.StageFact;
import dev.pctl.progress.examples.cli.Interruption;
import dev.pctl.progress.hook.DeliveryMode;
import dev.pctl.progress.log.LogSources;
import dev.pctl.progress.log.ProcessLogSource;
import dev.pctl.progress.machine.MachineSampler;
import dev.pctl.progress.remedy.Remedies;
import dev.pctl.progress.spi.LocalMachine;
import dev.pctl.progress.web.HtmlReport;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Provisions a machine: runs the scripts of a plan, one after the other, until one fails. */
@Command(
        name = "provision",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the scripts of a plan: a directory of scripts, in the order of their names, or the plan web-server or broken,"
                    + " which come with this program and change nothing but the target folder.",
            "Reports in log lines, on a page in a web server of its own, and to a web service. Exits with 0, or with the status of the script"
                    + " that failed."
        })
public final class ProvisionCommand implements Callable<Integer> {

    @Parameters(defaultValue = "web-server", paramLabel = "PLAN", description = "directory or name of a plan")
    private String plan = "";

    @Option(names = "--target", description = "installation directory; default: a temporary directory")
    private @Nullable Path target;

    @Option(
            names = "--port",
            description = "port of this tool's web server with the page of the run; 0 is any free one")
    private @Nullable Integer port;

    @Option(names = "--report", paramLabel = "FILE", description = "saves the run as one HTML file when it ends")
    private @Nullable Path report;

    @Option(names = "--webhook", description = "URL to which steps, failures and the end are posted")
    private @Nullable URI webhook;

    @Option(names = "--slow-mirror", defaultValue = "10", description = "seconds after which a download is slow")
    private int patience;

    private final AtomicReference<@Nullable ProcessLogSource> running = new AtomicReference<>();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Plan wanted = Plan.read(plan);
        Path folder = target == null
                ? Files.createTempDirectory("provision")
                : Files.createDirectories(target.toAbsolutePath());
        try (Interruption interruption = Interruption.watch(this::stop);
                StatusServer server = port == null ? null : new StatusServer(port);
                Progress progress = describe(wanted, folder, server).start()) {
            if (server != null) {
                System.out.println("Progress: " + server.address());
            }
            int number = 0;
            for (Plan.Step step : wanted.steps()) {
                number++;
                progress.record(new StageFact.Started(
                        step.id(), step.title(), number, wanted.steps().size()));
                int status = run(progress, step, folder);
                boolean ok = status == 0;
                progress.record(new StageFact.Finished(step.id(), ok ? Outcome.SUCCEEDED : Outcome.FAILED));
                if (interruption.requested()) {
                    progress.finish(Outcome.CANCELLED, "interrupted");
                    return interruption.status();
                }
                if (!ok) {
                    progress.finish(Outcome.FAILED, step.id() + " ended with status " + status);
                    return status;
                }
                progress.record(new RunFact.StatusReported(
                        (double) number / wanted.steps().size(), step.title()));
            }
            progress.finish(Outcome.SUCCEEDED);
            return 0;
        }
    }

    private int run(Progress progress, Plan.Step step, Path folder) throws IOException, InterruptedException {
        ProcessBuilder shell = new ProcessBuilder("sh", "-c", step.script(), step.id()).directory(folder.toFile());
        shell.environment().put("TARGET", folder.toString());
        ProcessLogSource log = LogSources.ofProcess(shell);
        running.set(log);
        progress.follow(log);
        return log.waitFor();
    }

    private void stop() {
        ProcessLogSource log = running.get();
        if (log != null) {
            try {
                log.close();
            } catch (IOException e) {
                System.err.println("provision: " + e.getMessage());
            }
        }
    }

    private ProgressBuilder describe(Plan wanted, Path folder, @Nullable StatusServer server) {
        ProgressBuilder builder = Progress.builder(wanted.name())
                .label("plan", wanted.name())
                .parser(LineParser.of(ProvisionGrammar::new))
                .remedies(remedies())
                .sampler(MachineSampler.create(LocalMachine.of(folder)))
                .watchdog(new SlowMirror(Duration.ofSeconds(patience)))
                .renderer(new LogLines(System.out));
        if (server != null) {
            builder.renderer(server.page());
        }
        if (report != null) {
            HtmlReport file = HtmlReport.to(report);
            builder.renderer(file).listener("report", DeliveryMode.EVERYTHING, file);
        }
        if (webhook != null) {
            builder.hooks(new Webhook(webhook).hooks());
        }
        return builder;
    }

    /** Returns remedies that name the commands of this tool. */
    private static Remedies remedies() {
        return Remedies.standard()
                .with(
                        ProvisionGrammar.NO_SUCH_PACKAGE,
                        "Search for its name: apt-cache search WORD",
                        "Update the package lists: apt-get update")
                .with(ProvisionGrammar.MIRROR, "Choose another mirror: MIRROR=… provision {plan}")
                .with(
                        FailureCause.COMPILE,
                        "Correct {plan} and run provision again; finished steps are quick the second time");
    }
}
