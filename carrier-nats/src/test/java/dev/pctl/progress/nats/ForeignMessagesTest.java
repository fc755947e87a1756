package dev.pctl.progress.nats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pctl.progress.carrier.EventBatch;
import dev.pctl.progress.event.Event;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.RunFact;
import dev.pctl.progress.remote.Inbox;
import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.Nats;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages in the stream that no carrier has published. */
class ForeignMessagesTest {

    private static EventBatch batch(String worker) {
        Event end = new Event("run", worker, 1, Instant.EPOCH, new RunFact.Finished(Outcome.SUCCEEDED, null));
        return EventBatch.of("run", worker, 1, 1, List.of(end));
    }

    @Test
    void aMessageThatIsNoBatchDoesNotHoldUpOtherWorkers(@TempDir Path folder) throws Exception {
        NatsServer.requireInstalled();
        BlockingQueue<Event> events = new LinkedBlockingQueue<>();
        try (NatsServer server = new NatsServer(folder);
                Connection connection = Nats.connect(server.address())) {
            NatsSettings settings = NatsSettings.builder(server.address())
                    .timeout(Duration.ofSeconds(2))
                    .build();
            NatsCarrier carrier = NatsCarrier.of(settings);
            carrier.send(batch("node1"));
            JetStream stream = connection.jetStream();
            stream.publish(Subjects.EVENTS + "run.node2", "not compressed".getBytes(StandardCharsets.US_ASCII));
            stream.publish(Subjects.EVENTS + "run.node2", new byte[0]);
            carrier.send(batch("node3"));
            try (NatsWatcher watcher = NatsWatcher.open(settings, Inbox.of(events::add))) {
                assertThat(events.poll(30, TimeUnit.SECONDS)).isNotNull();
                assertThat(events.poll(10, TimeUnit.SECONDS))
                        .as("that of node3")
                        .isNotNull();
            }
            carrier.close();
        }
    }
}
