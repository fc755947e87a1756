package dev.pctl.progress.examples.ami;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for a cloud instance: a process that runs a bootstrap script and prints to a console of which one can get
 * the last 64 KB. It goes on when the program that launched it ends, whether by Ctrl-C, with its terminal, or killed.
 */
final class AmiInstance {

    /** Ctrl-C and the end of the terminal do not reach it, nor what ends the processes of the watcher's group. */
    private static final String OWN_SESSION =
            "trap '' INT HUP; if command -v setsid >/dev/null; then exec setsid \"$@\"; fi; exec \"$@\"";

    private static final Duration STARTING = Duration.ofSeconds(20);

    private final Path folder;

    private AmiInstance(Path folder) {
        this.folder = folder;
    }

    /** The instance that keeps its files in that folder. */
    static AmiInstance in(Path folder) {
        return new AmiInstance(folder);
    }

    /** Whether it was launched, at any time. */
    boolean launched() {
        return Files.exists(AmiMachine.note(folder));
    }

    /** Launches it, and waits until it exists. */
    void launch(AmiMachine.Job job) throws IOException {
        Files.createDirectories(folder);
        List<String> command = new ArrayList<>(List.of(
                "sh",
                "-c",
                OWN_SESSION,
                "instance",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                AmiMachine.class.getName(),
                folder.toString()));
        command.addAll(job.arguments());
        Process process = new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("machine.log").toFile())
                .start();
        long deadline = System.nanoTime() + STARTING.toNanos();
        while (!launched()) {
            if (ended(process) || System.nanoTime() > deadline) {
                throw new IOException("the instance does not start; see " + folder.resolve("machine.log"));
            }
        }
    }

    private static boolean ended(Process process) throws IOException {
        try {
            return process.waitFor(20, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the instance was launched", e);
        }
    }

    /** The last 64 KB of its console. */
    byte[] console() throws IOException {
        return ConsoleFile.window(AmiMachine.console(folder));
    }

    /** Its exit status, or null while it has none. */
    @Nullable
    Integer status() throws IOException {
        try {
            return Integer.valueOf(Files.readString(AmiMachine.status(folder)).strip());
        } catch (NoSuchFileException | NumberFormatException e) {
            return null;
        }
    }

    /** Whether it goes on. */
    boolean running() throws IOException {
        return status() == null && process() != null;
    }

    /** Its process; a later process with the same id is not taken for it. */
    private @Nullable ProcessHandle process() throws IOException {
        try {
            String[] note = Files.readString(AmiMachine.note(folder), StandardCharsets.UTF_8)
                    .strip()
                    .split(" ", 2);
            return ProcessHandle.of(Long.parseLong(note[0]))
                    .filter(ProcessHandle::isAlive)
                    .filter(p -> note.length < 2 || note[1].equals(started(p)))
                    .orElse(null);
        } catch (NoSuchFileException | NumberFormatException e) {
            return null;
        }
    }

    /** When a process began, as a word; empty if the system does not tell. */
    static String started(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toString).orElse("");
    }

    /** Runs a command on it, as a host would through its cloud's remote shell. */
    String run(String command, Duration limit) throws IOException, InterruptedException {
        Process shell = new ProcessBuilder("sh", "-c", command)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .start();
        Thread guard = new Thread(() -> endAfter(shell, limit), "limit");
        guard.setDaemon(true);
        guard.start();
        String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (shell.waitFor() != 0) {
            throw new IOException("no answer within " + limit.toSeconds() + " seconds, or none that is whole");
        }
        return output;
    }

    private static void endAfter(Process shell, Duration limit) {
        try {
            if (!shell.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                shell.destroyForcibly();
            }
        } catch (InterruptedException e) {
            shell.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** Ends it and all that it runs. */
    void terminate() throws IOException {
        ProcessHandle process = process();
        if (process != null) {
            List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
            all.add(process);
            all.forEach(ProcessHandle::destroyForcibly);
        }
    }
}
