package dev.pctl.progress.examples.cli;

import dev.pctl.progress.carrier.EventCarrier;
import dev.pctl.progress.nats.NatsCarrier;
import dev.pctl.progress.nats.NatsSettings;
import dev.pctl.progress.remote.HttpCarrier;
import dev.pctl.progress.remote.Outbox;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the events of a run are sent. */
public final class Destination {

    @Option(
            names = "--to",
            paramLabel = "ADDRESS",
            required = true,
            description =
                    "sends the events to watchers: http:// or https:// and the address of the fleet command, or nats:// and"
                            + " that of a NATS server; may be given several times")
    private List<String> addresses = List.of();

    @Option(
            names = "--token",
            description = "the token of this sender; default: the environment variable PCTL_PROGRESS_TOKEN")
    private @Nullable String token;

    @Option(
            names = "--spool",
            paramLabel = "FILE",
            defaultValue = "pctl-progress.events",
            description = "keeps the events until a watcher has the whole run; default: ${DEFAULT-VALUE}")
    private Path spool = Path.of("");

    @Option(names = "--run", paramLabel = "ID", description = "id of the run, if several workers report it")
    private @Nullable String run;

    @Option(
            names = "--worker",
            paramLabel = "NAME",
            defaultValue = "main",
            description = "name of this machine in the run")
    private String worker = "main";

    /** Opens the outbox. What an earlier run left in its spool is sent first. */
    public Outbox open() throws IOException {
        Outbox outbox = outbox();
        if (outbox.run() == null) {
            return outbox;
        }
        if (!outbox.finish()) {
            throw new IOException("no watcher has confirmed the earlier run in " + spool + ": choose another --spool");
        }
        return outbox();
    }

    private Outbox outbox() throws IOException {
        Outbox.Builder outbox = Outbox.builder(spool);
        addresses.forEach(a -> outbox.carrier(carrier(a)));
        return outbox.open();
    }

    private EventCarrier carrier(String address) {
        String secret = token == null ? System.getenv("PCTL_PROGRESS_TOKEN") : token;
        if (address.startsWith("nats://") || address.startsWith("tls://")) {
            NatsSettings.Builder settings = NatsSettings.builder(address);
            return NatsCarrier.of((secret == null ? settings : settings.token(secret.toCharArray())).build());
        }
        HttpCarrier.Builder carrier = HttpCarrier.builder(URI.create(address));
        return (secret == null ? carrier : carrier.token(secret)).build();
    }

    /** Returns the id of the run, or null for one of its own. */
    public @Nullable String run() {
        return run;
    }

    /** Returns the name of this machine in the run. */
    public String worker() {
        return worker;
    }
}
