package dev.pctl.progress.benchmarks;

import dev.pctl.progress.event.LogFact;
import dev.pctl.progress.spack.SpackParsers;
import dev.pctl.progress.spi.FactSink;
import dev.pctl.progress.spi.LogParser;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Reads a real verbose log in pieces of 64 KB. One operation is the whole log; {@link #readLines} only cuts it into lines
 * and is what the parser is to be compared with.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class ParsingBenchmark {

    private static final int PIECE = 1 << 16;

    /**
     * Which log: that of five packages with their dependencies is 10.5 MB, most of it warnings of compilers;
     * that of libpng is 119 KB, and nearly every line is a command or a step.
     */
    @Param({"five-packages", "libpng"})
    private String name = "";

    private byte[] log = new byte[0];

    /** Loads the log. */
    @Setup
    public void load() throws IOException {
        String file = "/" + name + ".log.gz";
        try (InputStream in = ParsingBenchmark.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IOException(file + " is missing");
            }
            log = new GZIPInputStream(in).readAllBytes();
        }
    }

    /** The parser; output stays bytes, as when nothing shows it. */
    @Benchmark
    public void parse(Blackhole hole) {
        parse((time, fact) -> hole.consume(fact));
    }

    /** The parser, and every line of output decoded, as for a recorder. */
    @Benchmark
    public void parseAndDecode(Blackhole hole) {
        parse((time, fact) -> {
            hole.consume(fact);
            if (fact instanceof LogFact.Output output) {
                output.lines().forEach(hole::consume);
            }
        });
    }

    private void parse(FactSink sink) {
        LogParser parser = SpackParsers.standard().create(sink);
        for (int at = 0; at < log.length; at += PIECE) {
            parser.accept(log, at, Math.min(PIECE, log.length - at), Instant.EPOCH);
        }
        parser.finish(Instant.EPOCH);
    }

    /** The same grammar as a list of regular expressions, tried on each line. */
    @Benchmark
    public void tryExpressions(Blackhole hole) throws IOException {
        BufferedReader reader =
                new BufferedReader(new InputStreamReader(new ByteArrayInputStream(log), StandardCharsets.UTF_8));
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            hole.consume(PlainExpressions.first(line));
        }
    }

    /** The standard library's reader of lines. */
    @Benchmark
    public void readLines(Blackhole hole) throws IOException {
        BufferedReader reader =
                new BufferedReader(new InputStreamReader(new ByteArrayInputStream(log), StandardCharsets.UTF_8));
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            hole.consume(line);
        }
    }
}
