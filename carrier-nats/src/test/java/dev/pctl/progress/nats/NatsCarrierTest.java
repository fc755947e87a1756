package dev.pctl.progress.nats;

import dev.pctl.progress.carrier.EventCarrier;
import dev.pctl.progress.carrier.EventInbox;
import dev.pctl.progress.testkit.CarrierContract;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class NatsCarrierTest extends CarrierContract {

    private NatsServer server;

    @BeforeAll
    static void check() {
        NatsServer.requireInstalled();
    }

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        server = new NatsServer(folder);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Override
    protected AutoCloseable watch(String watcher, EventInbox inbox) throws Exception {
        return NatsWatcher.open(NatsSettings.of(server.address()), inbox);
    }

    @Override
    protected EventCarrier connect(String sender, String watcher) {
        return NatsCarrier.of(NatsSettings.of(server.address()));
    }

    @Override
    protected boolean isDirect() {
        return false;
    }
}
