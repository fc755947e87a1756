package dev.pctl.progress.spi;

import java.io.IOException;
import java.time.Duration;

/**
 * Runs commands on another machine, by SSH, SSM or whatever the host has for it; implemented by the host. Called by one
 * thread at a time.
 */
@FunctionalInterface
public interface RemoteShell {

    /**
     * Runs a command and gives what it printed.
     *
     * @param command a line for a POSIX shell, up to four kilobytes, possibly with line breaks within its quotes
     * @param limit how long that may take in all; whoever implements this has to see to it
     * @return its standard output; whether standard error is in it does not matter
     * @throws IOException if the command could not be run, or took too long
     * @throws InterruptedException if the thread was interrupted
     */
    String run(String command, Duration limit) throws IOException, InterruptedException;
}
