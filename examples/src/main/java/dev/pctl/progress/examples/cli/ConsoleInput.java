package dev.pctl.progress.examples.cli;

import java.io.File;
import java.io.IOException;

/** Detects whether the user can answer questions. */
public final class ConsoleInput {

    private ConsoleInput() {}

    /** Returns whether standard input is a terminal. {@code System.console()} does not say so from Java 22 on. */
    public static boolean isTerminal() {
        try {
            Process test = new ProcessBuilder("test", "-t", "0")
                    .redirectInput(ProcessBuilder.Redirect.INHERIT)
                    .redirectOutput(new File("/dev/null"))
                    .start();
            return test.waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
