package dev.pctl.progress.examples;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Stands in for a cloud instance: a child process that writes to a console of which one can only get the last 64 KB.
 * It goes on when the program that launched it ends.
 */
final class AmiInstance {

    private static final int WINDOW = 64 * 1024;

    private final ProcessHandle process;
    private final Path folder;

    private AmiInstance(ProcessHandle process, Path folder) {
        this.process = process;
        this.folder = folder;
    }

    /** Launches an instance that plays a recorded build. */
    static AmiInstance launchRecorded(Path folder, String recording, double speed) throws IOException {
        return launch(
                folder,
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        RecordedInstance.class.getName(),
                        recording,
                        Double.toString(speed),
                        folder.resolve("status").toString()));
    }

    /** Launches an instance that installs the packages with the spack that is on the path. */
    static AmiInstance launchReal(Path folder, List<String> packages) throws IOException {
        Path script = folder.resolve("bootstrap.sh");
        try (InputStream in = AmiInstance.class.getResourceAsStream("/bootstrap.sh")) {
            Files.write(script, Objects.requireNonNull(in, "bootstrap.sh").readAllBytes());
        }
        List<String> command = new ArrayList<>(List.of(
                "sh", "-c", "sh \"$0\" \"$@\"; echo $? > '" + folder.resolve("status") + "'", script.toString()));
        command.addAll(packages);
        return launch(folder, command);
    }

    private static AmiInstance launch(Path folder, List<String> command) throws IOException {
        Files.deleteIfExists(folder.resolve("status"));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("console").toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .start();
        Files.writeString(folder.resolve("pid"), Long.toString(process.pid()));
        return new AmiInstance(process.toHandle(), folder);
    }

    /** The instance that was launched into the folder before, if it is still running; else throws. */
    static AmiInstance find(Path folder) throws IOException {
        long pid = Long.parseLong(Files.readString(folder.resolve("pid")).strip());
        return new AmiInstance(
                ProcessHandle.of(pid).orElseThrow(() -> new IOException("the instance is gone")), folder);
    }

    /** The last 64 KB of its console. */
    byte[] console() throws IOException {
        try (FileChannel console = FileChannel.open(folder.resolve("console"), StandardOpenOption.READ)) {
            long from = Math.max(0, console.size() - WINDOW);
            ByteBuffer window = ByteBuffer.allocate((int) (console.size() - from));
            while (window.hasRemaining() && console.read(window, from + window.position()) >= 0) {
                // reads on
            }
            byte[] bytes = new byte[window.position()];
            window.flip();
            window.get(bytes);
            return bytes;
        } catch (NoSuchFileException e) {
            return new byte[0];
        }
    }

    boolean running() {
        return process.isAlive();
    }

    /** Its exit status once it has ended; -1 if it has gone without one. */
    int status() throws IOException {
        try {
            return Integer.parseInt(Files.readString(folder.resolve("status")).strip());
        } catch (NoSuchFileException | NumberFormatException e) {
            return -1;
        }
    }
}
