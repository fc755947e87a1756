package dev.pctl.progress.publication;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;

/** Runs the compiler and the virtual machine as the build and the users of a host do. */
final class Jdk {

    private Jdk() {}

    /** Compiles sources; fails with the compiler's output on any error or warning. */
    static void compile(List<String> arguments) {
        StringWriter said = new StringWriter();
        PrintWriter out = new PrintWriter(said);
        List<String> all =
                new ArrayList<>(List.of("-Xlint:all,-options,-requires-automatic", "-Werror", "--release", "17"));
        all.addAll(arguments);
        int status = ToolProvider.findFirst("javac").orElseThrow().run(out, out, all.toArray(String[]::new));
        assertThat(status).as(said.toString()).isZero();
    }

    /** Runs a program in a new process and returns its output; fails unless it exits with 0. */
    static String run(Path folder, List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:TieredStopAtLevel=1");
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(out).isZero();
        return out;
    }
}
