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

/** The harness as a process without a terminal: what it printed, and how it ended. */
record HostProcess(int status, String out, String err) {

    private static final long LIMIT_SECONDS = 60;
    private static final long LOOK_MILLIS = 20;

    /** Runs it to its end. */
    static HostProcess run(Path folder, Map<String, String> environment, String... arguments) throws Exception {
        Path out = Files.createTempFile("harness", ".out");
        Path err = Files.createTempFile("harness", ".err");
        try {
            Process process = start(folder, environment, out, err, arguments);
            try {
                assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS))
                        .as("%s", Files.readString(out))
                        .isTrue();
            } finally {
                process.destroyForcibly();
            }
            return new HostProcess(process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    /** Starts it. */
    static Process start(Path folder, Map<String, String> environment, Path out, Path err, String... arguments)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(PtySession.harnessCommand(arguments))
                .directory(folder.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().putAll(Map.of("TZ", "UTC", "LC_ALL", "C.UTF-8"));
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** Waits until something has come about while the process goes on. */
    static void await(Process process, Callable<Boolean> condition) throws Exception {
        while (!condition.call()) {
            assertThat(process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS))
                    .as("ended before it came about")
                    .isFalse();
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
