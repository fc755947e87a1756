package dev.pctl.progress.nats;

import dev.pctl.progress.Progress;
import dev.pctl.progress.ProgressBuilder;
import dev.pctl.progress.carrier.EventCarrier;
import dev.pctl.progress.event.LogFact;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PackageFact;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.hook.DeliveryMode;
import dev.pctl.progress.remote.HttpCarrier;
import dev.pctl.progress.remote.Outbox;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;

/** A worker that may be killed at any moment and then continues from its spool. */
final class RestartingWorker {

    private RestartingWorker() {}

    /** Arguments: the address of the watcher or server, the spool, the number of packages, the file for the last view. */
    public static void main(String[] args) throws Exception {
        EventCarrier carrier = args[0].startsWith("nats")
                ? NatsCarrier.of(NatsSettings.builder(args[0])
                        .timeout(Duration.ofSeconds(2))
                        .build())
                : HttpCarrier.builder(URI.create(args[0])).token("token").build();
        Outbox outbox = Outbox.builder(Path.of(args[1]))
                .carrier(carrier)
                .interval(Duration.ofMillis(5))
                .closeLimit(Duration.ofSeconds(60))
                .open();
        ProgressBuilder builder = Progress.builder("image").listener("outbox", DeliveryMode.EVERYTHING, outbox);
        String run = outbox.run();
        try (Progress progress = run == null
                ? builder.run("run").start()
                : builder.resume(run, restored -> outbox.replay(restored::replay))) {
            build(progress, Integer.parseInt(args[2]));
            if (progress.view().outcome() == null) {
                progress.finish(Outcome.SUCCEEDED);
            }
            Files.writeString(Path.of(args[3] + ".new"), progress.view().toString());
            Files.move(Path.of(args[3] + ".new"), Path.of(args[3]), StandardCopyOption.REPLACE_EXISTING);
        }
        System.exit(outbox.finish() ? 0 : 1);
    }

    private static void build(Progress progress, int packages) throws InterruptedException {
        for (int i = 1; i <= packages && progress.view().outcome() == null; i++) {
            PackageRef ref = PackageRef.of("package-" + i, "1");
            var known = progress.view().packageOf(ref.id());
            if (known == null) {
                progress.record(PackageFact.started(ref));
                progress.record(new LogFact.Output(i, ref, "cc -c source" + i + ".c"));
            }
            if (known == null || known.outcome() == null) {
                Thread.sleep(2); // the pace of a build; the test waits for events, not for this
                progress.record(PackageFact.succeeded(ref));
            }
        }
    }
}
