package dev.pctl.progress.benchmarks;

import dev.pctl.progress.event.Fact;
import dev.pctl.progress.spack.SpackParsers;
import dev.pctl.progress.spi.FactSink;
import dev.pctl.progress.spi.LogParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * Reads one large log in several ways and prints the processor time of each, which depends less on other load than wall
 * time does: {@code java -cp benchmarks.jar …WholeFile LOG}.
 */
public final class WholeFile {

    private static final int ROUNDS = 5;
    private static final int BUFFER = 1 << 16;

    private WholeFile() {}

    /** One way to read a log. */
    private interface Way {
        long read(Path log) throws IOException;
    }

    public static void main(String[] args) throws IOException {
        Path log = Path.of(args[0]);
        for (int round = 1; round <= ROUNDS; round++) {
            System.out.println("round " + round);
            measure("bytes only", log, WholeFile::bytes);
            measure("newlines only", log, WholeFile::newlines);
            measure("SpackParsers", log, WholeFile::parse);
            measure("BufferedReader.readLine", log, WholeFile::lines);
            if (round == ROUNDS) {
                measure("list of expressions", log, WholeFile::expressions);
            }
        }
    }

    private static void measure(String name, Path log, Way way) throws IOException {
        PrintStream out = System.out;
        ThreadMXBean thread = ManagementFactory.getThreadMXBean();
        long before = thread.getCurrentThreadCpuTime();
        long result = way.read(log);
        double seconds = (thread.getCurrentThreadCpuTime() - before) / 1e9;
        out.printf("  %-24s %7.3f s  %6.0f MB/s  (%d)%n", name, seconds, Files.size(log) / 1e6 / seconds, result);
    }

    private static long bytes(Path log) throws IOException {
        byte[] buffer = new byte[BUFFER];
        long all = 0;
        try (InputStream in = Files.newInputStream(log)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                all += n;
            }
        }
        return all;
    }

    private static long newlines(Path log) throws IOException {
        byte[] buffer = new byte[BUFFER];
        long all = 0;
        try (InputStream in = Files.newInputStream(log)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                for (int i = 0; i < n; i++) {
                    if (buffer[i] == '\n') {
                        all++;
                    }
                }
            }
        }
        return all;
    }

    private static long parse(Path log) throws IOException {
        Counting sink = new Counting();
        LogParser parser = SpackParsers.standard().create(sink);
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(log)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                parser.accept(buffer, 0, n, Instant.EPOCH);
            }
        }
        parser.finish(Instant.EPOCH);
        return sink.facts;
    }

    private static long lines(Path log) throws IOException {
        long all = 0;
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(Files.newInputStream(log), StandardCharsets.UTF_8))) {
            while (reader.readLine() != null) {
                all++;
            }
        }
        return all;
    }

    private static long expressions(Path log) throws IOException {
        long understood = 0;
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(Files.newInputStream(log), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                understood += PlainExpressions.first(line) >= 0 ? 1 : 0;
            }
        }
        return understood;
    }

    /** Counts facts; a block of output is one. */
    private static final class Counting implements FactSink {
        private long facts;

        @Override
        public void accept(Instant time, Fact fact) {
            facts++;
        }
    }
}
