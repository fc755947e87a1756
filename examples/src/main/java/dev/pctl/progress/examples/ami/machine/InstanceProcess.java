package dev.pctl.progress.examples.ami.machine;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** The process of an instance: runs the bootstrap script and prints its output as cloud-init does. */
public final class InstanceProcess {

    /** The argument that selects the real Spack instead of recordings. */
    private static final String REAL = "real";

    private final Path folder;
    private final long began = System.nanoTime();

    private InstanceProcess(Path folder) {
        this.folder = folder;
    }

    /**
     * The job of an instance.
     *
     * @param recordings the recorded builds that the fake Spack plays; empty for the real Spack on the PATH
     * @param speed the speed factor of recorded builds
     * @param verbose whether to show the plan and what the packages' build tools print
     * @param packages the packages to install
     */
    public record Job(List<String> recordings, double speed, boolean verbose, List<String> packages) {

        List<String> arguments() {
            List<String> words = new ArrayList<>();
            words.add(recordings.isEmpty() ? REAL : String.join(File.pathSeparator, recordings));
            words.add(Double.toString(speed));
            words.add(Boolean.toString(verbose));
            words.addAll(packages);
            return words;
        }
    }

    /** Returns the file with the process id. */
    static Path note(Path folder) {
        return folder.resolve("process");
    }

    /** Returns the file that the process locks while it is alive. */
    static Path life(Path folder) {
        return folder.resolve("life");
    }

    /** Returns the file of the console. */
    static Path console(Path folder) {
        return folder.resolve("console");
    }

    /** Returns the file of the exit status. */
    static Path status(Path folder) {
        return folder.resolve("status");
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        Path folder = Path.of(args[0]);
        List<String> arguments = List.of(args);
        try (FileChannel life = FileChannel.open(life(folder), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            life.lock();
            write(note(folder), Long.toString(ProcessHandle.current().pid()));
            Job job = new Job(
                    args[1].equals(REAL) ? List.of() : List.of(args[1].split(File.pathSeparator)),
                    Double.parseDouble(args[2]),
                    Boolean.parseBoolean(args[3]),
                    arguments.subList(4, arguments.size()));
            int status = new InstanceProcess(folder).run(job);
            write(status(folder), Integer.toString(status));
        }
    }

    private int run(Job job) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("sh", script().toString()));
        command.addAll(job.packages());
        ProcessBuilder bootstrap = new ProcessBuilder(command).redirectErrorStream(true);
        if (job.verbose()) {
            bootstrap.environment().put("PCTL_VERBOSE", "1");
        }
        if (!job.recordings().isEmpty()) {
            RecordedBuilds builds = RecordedBuilds.of(job.recordings());
            Path spack = new FakeSpack(folder, job.speed()).install(builds, job.packages());
            bootstrap.environment().put("PCTL_SPACK", spack.toString());
        }
        try (ConsoleFile console = new ConsoleFile(console(folder))) {
            print(console, "Cloud-init v. 22.2.2 running 'modules:final'");
            Process process = bootstrap.start();
            process.getOutputStream().close();
            try (InputStream out = new BufferedInputStream(process.getInputStream())) {
                printLines(console, out);
            }
            int status = process.waitFor();
            print(console, "Cloud-init v. 22.2.2 finished");
            return status;
        }
    }

    private void printLines(ConsoleFile console, InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0; b = in.read()) {
            if (b == '\n') {
                print(console, line.toByteArray());
                line.reset();
            } else {
                line.write(b);
            }
        }
        if (line.size() > 0) {
            print(console, line.toByteArray());
        }
    }

    private void print(ConsoleFile console, String text) throws IOException {
        print(console, text.getBytes(StandardCharsets.UTF_8));
    }

    private void print(ConsoleFile console, byte[] text) throws IOException {
        double uptime = (System.nanoTime() - began) / 1e9;
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        line.writeBytes(String.format(Locale.ROOT, "[%12.6f] cloud-init[1812]: ", uptime)
                .getBytes(StandardCharsets.UTF_8));
        line.writeBytes(text);
        line.write('\r');
        line.write('\n');
        console.print(line.toByteArray());
    }

    private Path script() throws IOException {
        try (InputStream in = InstanceProcess.class.getResourceAsStream("/bootstrap.sh")) {
            Path script = folder.resolve("bootstrap.sh");
            Files.write(script, Objects.requireNonNull(in, "bootstrap.sh").readAllBytes());
            return script;
        }
    }

    private static void write(Path file, String text) throws IOException {
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(beside, text);
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
