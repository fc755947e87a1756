package dev.pctl.progress.examples;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/** The process of an instance that plays a recorded build, line by line as a console shows them. */
final class RecordedInstance {

    private final StringBuilder line = new StringBuilder();

    private RecordedInstance() {}

    public static void main(String[] args) throws IOException {
        Recording recording = Recording.ofResource(args[0]);
        double speed = Double.parseDouble(args[1]);
        RecordedInstance instance = new RecordedInstance();
        long start = System.nanoTime();
        for (Recording.Chunk chunk : recording.chunks()) {
            long due = start + (long) (chunk.at().toNanos() / speed);
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            instance.print(chunk.at(), chunk.text());
        }
        Integer exit = recording.exit();
        Files.writeString(Path.of(args[2]), Integer.toString(exit == null ? 0 : exit));
    }

    private void print(Duration at, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n') {
                String full = String.format(
                        Locale.ROOT, "[%12.6f] cloud-init[1812]: %s\r%n", 30 + at.toMillis() / 1000.0, line);
                System.out.write(
                        full.getBytes(StandardCharsets.UTF_8), 0, full.getBytes(StandardCharsets.UTF_8).length);
                line.setLength(0);
            } else {
                line.append(c);
            }
        }
        System.out.flush();
    }
}
