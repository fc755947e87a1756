package dev.pctl.progress.nats;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A real server with JetStream on a free port. */
final class NatsServer implements AutoCloseable {

    private static final List<String> FOLDERS = List.of("/usr/sbin", "/usr/bin", "/usr/local/bin");

    private final Path folder;
    private final int port;
    private Process process;

    NatsServer(Path folder) throws IOException {
        this(folder, "");
    }

    /** Starts a server with more configuration. */
    NatsServer(Path folder, String more) throws IOException {
        this.folder = folder;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        Files.writeString(
                config(),
                "port: %d%nhost: 127.0.0.1%njetstream { store_dir: \"%s\" }%n".formatted(port, folder.resolve("store"))
                        + more);
        start();
    }

    private Path config() {
        return folder.resolve("nats.conf");
    }

    static void requireInstalled() {
        assumeTrue(program() != null, "nats-server is not installed: on Debian, apt-get install nats-server");
    }

    private static Path program() {
        Stream<String> path =
                Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator));
        return Stream.concat(path, FOLDERS.stream())
                .map(f -> Path.of(f).resolve("nats-server"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
    }

    /** Starts the server, and waits until it says that it is ready. */
    void start() throws IOException {
        process = new ProcessBuilder(program().toString(), "-c", config().toString())
                .redirectErrorStream(true)
                .start();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        StringBuilder text = new StringBuilder();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            text.append(line).append('\n');
            if (line.contains("Server is ready")) {
                Thread reader = new Thread(() -> drain(out));
                reader.setDaemon(true);
                reader.start();
                return;
            }
        }
        throw new IOException("nats-server did not start:\n" + text);
    }

    private static void drain(BufferedReader out) {
        try {
            while (out.readLine() != null) {
                // the server must not wait for a reader
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String address() {
        return "nats://127.0.0.1:" + port;
    }

    /** Kills it with signal 9. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    void loseStore() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("store"))) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Override
    public void close() {
        kill();
    }
}
