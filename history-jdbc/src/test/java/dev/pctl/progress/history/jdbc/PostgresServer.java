package dev.pctl.progress.history.jdbc;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** A real PostgreSQL server that can be killed and started again on the same data. */
public final class PostgresServer implements AutoCloseable {

    private static final AtomicInteger DATABASES = new AtomicInteger();

    private static @Nullable PostgresServer shared;

    private final Path data;
    private EmbeddedPostgres server;

    /** Returns a server for all tests of this JVM, which ends with it. */
    public static synchronized PostgresServer shared() throws IOException {
        PostgresServer running = shared;
        if (running == null) {
            running = new PostgresServer(
                    Files.createTempDirectory("pctl-postgres").resolve("data"));
            shared = running;
        }
        return running;
    }

    PostgresServer(Path data) throws IOException {
        this.data = data;
        this.server = start(0);
    }

    private EmbeddedPostgres start(int port) throws IOException {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setServerConfig("fsync", "on") // the defaults of this class are those of a throw-away server
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("synchronous_commit", "on")
                .setPGStartupWait(Duration.ofSeconds(60));
        return (port == 0 ? builder : builder.setPort(port)).start();
    }

    /** Creates an empty database. */
    public DataSource newDatabase() throws SQLException {
        String name = "history" + DATABASES.incrementAndGet();
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        }
        return database(name, "postgres");
    }

    /** Returns a data source of a database that exists. */
    DataSource database(String name, String user) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {"localhost"});
        source.setPortNumbers(new int[] {server.getPort()});
        source.setDatabaseName(name);
        source.setUser(user);
        source.setConnectTimeout(2);
        return source;
    }

    /** Kills the server with SIGKILL. */
    void kill() throws IOException, InterruptedException {
        long pid = Long.parseLong(
                Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip());
        ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Starts the server again, on the same data and port. */
    void restart() throws IOException {
        int port = server.getPort();
        server.close(); // releases the lock on the data
        server = start(port);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
