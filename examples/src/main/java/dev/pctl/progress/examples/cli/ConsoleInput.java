package dev.pctl.progress.examples.cli;

import java.io.File;
import java.io.IOException;

/** Whether somebody sits at a terminal who can be asked. */
public final class ConsoleInput {

    private ConsoleInput() {}

    /** Whether standard input is a terminal. The Java of 22 and newer has a console also where there is none. */
    public static boolean isThere() {
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
