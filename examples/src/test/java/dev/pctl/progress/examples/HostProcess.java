package dev.pctl.progress.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** The harness as a process without a terminal: its output and exit status. */
record HostProcess(int status, String out, String err) {

    private static final long LIMIT_SECONDS = 60;
    private static final long LOOK_MILLIS = 20;

    /** Runs it to its end. */
    static HostProcess run(Path folder, Map<String, String> environment, String... arguments) throws Exception {
        try (Running running = start(folder, environment, arguments)) {
            return running.result();
        }
    }

    /** Starts it. */
    static Running start(Path folder, Map<String, String> environment, String... arguments) throws IOException {
        Path out = Files.createTempFile("harness", ".out");
        Path err = Files.createTempFile("harness", ".err");
        ProcessBuilder builder = new ProcessBuilder(HarnessJvm.command(arguments))
                .directory(folder.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().putAll(Map.of("TZ", "UTC", "LC_ALL", "C.UTF-8"));
        builder.environment().putAll(environment);
        return new Running(builder.start(), out, err);
    }

    /** A running process; closing kills it. */
    static final class Running implements AutoCloseable {

        private final Process process;
        private final Path out;
        private final Path err;

        private Running(Process process, Path out, Path err) {
            this.process = process;
            this.out = out;
            this.err = err;
        }

        /** Waits for a condition while the process runs. */
        void await(String what, Callable<Boolean> condition) throws Exception {
            while (!condition.call()) {
                assertThat(process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS) && !condition.call())
                        .as("ended before %s: %s", what, seen())
                        .isFalse();
            }
        }

        /** Waits for its end. */
        HostProcess result() throws IOException, InterruptedException {
            assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS))
                    .as("still runs: %s", seen())
                    .isTrue();
            return new HostProcess(process.exitValue(), out(), Files.readString(err));
        }

        /** What it has printed so far. */
        String out() throws IOException {
            return Files.readString(out);
        }

        /** Returns what it has written to standard error so far. */
        String err() throws IOException {
            return Files.readString(err);
        }

        private String seen() throws IOException {
            return out() + Files.readString(err);
        }

        /** Kills it, so that it has no time to clear up. */
        void kill() throws InterruptedException {
            process.destroyForcibly().waitFor();
        }

        @Override
        public void close() throws IOException {
            process.destroyForcibly();
            Files.delete(out);
            Files.delete(err);
        }
    }

    /** Makes a program of a shell script. */
    static Path script(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + text, StandardCharsets.UTF_8);
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }
}
