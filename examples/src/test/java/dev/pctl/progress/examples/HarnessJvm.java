package dev.pctl.progress.examples;

import dev.pctl.progress.examples.harness.Harness;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts the harness in a small virtual machine that starts quickly. */
final class HarnessJvm {

    private HarnessJvm() {}

    /** A command that runs the harness. */
    static List<String> command(String... arguments) {
        return command("96m", Harness.class, arguments);
    }

    /** A command that runs a program with a heap of that size. */
    static List<String> command(String heap, Class<?> program, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED", // as the harness's jar says
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
        command.addAll(List.of(arguments));
        return command;
    }
}
