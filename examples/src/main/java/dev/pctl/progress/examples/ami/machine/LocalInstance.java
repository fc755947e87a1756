package dev.pctl.progress.examples.ami.machine;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A local process in place of a cloud instance. It runs a bootstrap script and prints to a console, of which the last
 * 64 KB are readable. It keeps running when its launcher ends by Ctrl-C, with its terminal, or by a kill.
 */
public final class LocalInstance {

    /** Starts a new session, so signals to the watcher's terminal or process group do not reach the instance. */
    private static final String OWN_SESSION =
            "trap '' INT HUP; if command -v setsid >/dev/null; then exec setsid \"$@\"; fi; exec \"$@\"";

    private static final Duration STARTING = Duration.ofMinutes(1);

    private final Path folder;

    private LocalInstance(Path folder) {
        this.folder = folder;
    }

    /** Returns the instance that keeps its files in a directory. */
    public static LocalInstance in(Path folder) {
        return new LocalInstance(folder);
    }

    /** Returns whether the instance was ever launched. */
    public boolean launched() {
        return Files.exists(InstanceProcess.note(folder));
    }

    /** Launches the instance and waits until it runs. */
    public void launch(InstanceProcess.Job job) throws IOException {
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
                InstanceProcess.class.getName(),
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

    /** Returns the last 64 KB of the console. */
    public byte[] console() throws IOException {
        return ConsoleFile.window(InstanceProcess.console(folder));
    }

    /** Returns the exit status, or null if the instance has not ended. */
    @Nullable
    public Integer status() throws IOException {
        try {
            return Integer.valueOf(
                    Files.readString(InstanceProcess.status(folder)).strip());
        } catch (NoSuchFileException | NumberFormatException e) {
            return null;
        }
    }

    /** Returns whether the instance is running. */
    public boolean running() throws IOException {
        return status() == null && alive();
    }

    /** Checks the lock that the process holds: process ids are reused, and start times change when the clock is set. */
    private boolean alive() throws IOException {
        try (FileChannel life = FileChannel.open(InstanceProcess.life(folder), StandardOpenOption.WRITE);
                FileLock free = life.tryLock()) {
            return free == null;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** Runs a command on the instance, as a host would through the remote shell of its cloud. */
    public String run(String command, Duration limit) throws IOException, InterruptedException {
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

    /** Terminates the instance and all its processes. */
    public void terminate() throws IOException {
        if (alive()) {
            long id = Long.parseLong(
                    Files.readString(InstanceProcess.note(folder)).strip());
            ProcessHandle.of(id).ifPresent(process -> {
                List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
                all.add(process);
                all.forEach(ProcessHandle::destroyForcibly);
            });
        }
    }
}
