package dev.pctl.progress.examples.fleet;

import com.sun.net.httpserver.HttpServer;
import dev.pctl.progress.ansi.FleetDisplay;
import dev.pctl.progress.event.Event;
import dev.pctl.progress.examples.cli.Interruption;
import dev.pctl.progress.fleet.Fleet;
import dev.pctl.progress.fleet.FleetRun;
import dev.pctl.progress.nats.NatsSettings;
import dev.pctl.progress.nats.NatsWatcher;
import dev.pctl.progress.remote.Inbox;
import dev.pctl.progress.remote.InboxHandler;
import dev.pctl.progress.stream.EventWriter;
import dev.pctl.progress.web.FleetPage;
import dev.pctl.progress.web.WebPage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.commons.io.output.CloseShieldOutputStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows the runs that workers on other machines report. */
@Command(
        name = "fleet",
        mixinStandardHelpOptions = true,
        description = {
            "Shows the runs that workers send with --to, those that need attention first.",
            "On a terminal, j and k select a run, Enter opens it, and q returns. Ends with Ctrl-C, or with --until-ended when"
                    + " all runs that were seen have ended: with 1 if one failed, else with 0."
        })
public final class FleetCommand implements Callable<Integer> {

    private static final Duration FRAME = Duration.ofMillis(200);
    private static final int MOST_THREADS = 32;

    @ArgGroup(multiplicity = "1")
    private Source source = new Source();

    @Option(
            names = "--senders",
            paramLabel = "FILE",
            description = "who may send over HTTP: a line for each sender with its token and its name")
    private @Nullable Path senders;

    @Option(names = "--json", description = "prints the event stream instead of a display")
    private boolean json;

    @Option(
            names = "--web",
            description =
                    "also serves a page, and prints its address: on the port that takes the events, if there is one")
    private boolean web;

    @Option(names = "--until-ended", description = "ends when all runs that were seen have ended")
    private boolean untilEnded;

    /** Where the events come from. */
    static final class Source {
        @Option(names = "--listen", paramLabel = "HOST:PORT", description = "takes events over HTTP, at /events")
        private @Nullable String listen;

        @Option(names = "--nats", paramLabel = "ADDRESS", description = "reads events from a NATS server")
        private @Nullable String nats;
    }

    private final Fleet fleet = Fleet.create();
    private final List<AutoCloseable> open = new ArrayList<>();
    private @Nullable EventWriter writer;

    @Override
    @SuppressWarnings("ClosingStandardOutputStreams") // the display leaves the stream open
    public Integer call() throws Exception {
        try (Interruption interruption = Interruption.watch();
                FleetDisplay display = json ? null : FleetDisplay.forTerminal(fleet, System.out)) {
            if (display == null) {
                writer = new EventWriter(CloseShieldOutputStream.wrap(System.out));
                writer.writeHeader();
            }
            listen(Inbox.of(this::take));
            if (display != null) {
                display.start(FRAME);
            }
            while (!interruption.within(FRAME.toMillis())) {
                if (untilEnded && hasEnded()) {
                    return fleet.view().totals().failed() > 0 ? 1 : 0;
                }
            }
            return interruption.status();
        } finally {
            for (AutoCloseable part : open) {
                part.close();
            }
        }
    }

    private void take(Event event) throws IOException {
        fleet.accept(event);
        EventWriter out = writer;
        if (out != null) {
            synchronized (out) {
                out.onEvent(event);
            }
        }
    }

    private boolean hasEnded() {
        List<FleetRun> runs = fleet.view().runs();
        return !runs.isEmpty() && runs.stream().noneMatch(FleetRun::active);
    }

    private void listen(Inbox inbox) throws IOException, InterruptedException {
        String address = source.listen;
        if (address == null) {
            open.add(NatsWatcher.open(NatsSettings.of(String.valueOf(source.nats)), inbox));
            if (web) {
                open.add(FleetPage.serve(fleet, page()));
            }
            return;
        }
        if (!address.matches(".*:\\d{1,5}")) {
            throw new IOException("--listen needs a host and a port, such as 127.0.0.1:8080, not " + address);
        }
        int colon = address.lastIndexOf(':');
        String host = colon < 0 ? "" : address.substring(0, colon);
        InetAddress network = host.isEmpty() ? InetAddress.getLoopbackAddress() : InetAddress.getByName(host);
        int port = Integer.parseInt(address.substring(colon + 1));
        HttpServer server = HttpServer.create(new InetSocketAddress(network, port), 0);
        server.createContext("/events", InboxHandler.of(inbox, senders()));
        open.add(web ? FleetPage.serve(fleet, page().server(server)) : serve(server));
        System.err.println("listening on " + server.getAddress().getHostString() + ':'
                + server.getAddress().getPort());
    }

    private static WebPage.Builder page() {
        return WebPage.builder().announce(System.err::println);
    }

    private static AutoCloseable serve(HttpServer server) {
        ExecutorService threads = Executors.newFixedThreadPool(MOST_THREADS);
        server.setExecutor(threads);
        server.start();
        return () -> {
            server.stop(0);
            threads.shutdownNow();
        };
    }

    private Map<String, String> senders() throws IOException {
        if (senders == null) {
            throw new IOException(
                    "--listen needs --senders: a file with a line for each sender, its token and its name");
        }
        Map<String, String> names = new LinkedHashMap<>();
        for (String line : Files.readAllLines(senders)) {
            String[] words = line.strip().split("\\s+", -1);
            if (words.length == 2 && !line.startsWith("#")) {
                names.put(words[0], words[1]);
            }
        }
        return names;
    }
}
