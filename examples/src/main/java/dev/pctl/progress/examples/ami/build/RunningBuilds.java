package dev.pctl.progress.examples.ami.build;

import dev.pctl.progress.event.Event;
import dev.pctl.progress.stream.EventReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The builds that processes of this user watch, as their journals report them. They are only read. */
public final class RunningBuilds {

    /** Bytes of a journal that are read at a time. */
    private static final int MOST = 4 << 20;

    private final Path builds;
    private final Set<String> images;
    private final Map<Path, Journal> journals = new HashMap<>();

    /** How far a journal was read. */
    private static final class Journal {
        private final Path image;
        private byte[] header = {};
        private long position;

        Journal(Path image) {
            this.image = image;
        }
    }

    /**
     * Creates a reader that has read nothing.
     *
     * @param home the directory of the state
     * @param images the names of the images to read; all if it is empty
     */
    public RunningBuilds(Path home, Set<String> images) {
        builds = home.resolve("builds");
        this.images = Set.copyOf(images);
    }

    /** Passes on the events that were added since the last call, of builds that began since then too. */
    public void poll(Consumer<Event> target) throws IOException {
        for (Path image : images()) {
            Path current = current(image);
            if (current != null && BuildDirectory.isWatched(image)) {
                journals.putIfAbsent(current.resolve("events.jsonl"), new Journal(image));
            }
        }
        for (Map.Entry<Path, Journal> entry : journals.entrySet()) {
            read(entry.getKey(), entry.getValue(), target);
        }
    }

    /** Returns whether a process still watches any of the builds: it may have been stopped while they continue. */
    public boolean areWatched() {
        return journals.values().stream().anyMatch(j -> BuildDirectory.isWatched(j.image));
    }

    /** Returns the directory of the build that is running, or null. */
    private static @Nullable Path current(Path image) throws IOException {
        try {
            return image.resolve(Files.readString(image.resolve("current")).strip());
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private List<Path> images() throws IOException {
        if (!Files.isDirectory(builds)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(builds)) {
            return folders.filter(Files::isDirectory)
                    .filter(f -> images.isEmpty() || images.contains(String.valueOf(f.getFileName())))
                    .sorted()
                    .toList();
        }
    }

    private static void read(Path file, Journal journal, Consumer<Event> target) throws IOException {
        byte[] added = wholeLines(file, journal.position);
        if (added.length == 0) {
            return;
        }
        journal.position += added.length;
        if (journal.header.length == 0) {
            int end = new String(added, StandardCharsets.ISO_8859_1).indexOf('\n') + 1;
            journal.header = Arrays.copyOf(added, end);
            added = Arrays.copyOfRange(added, end, added.length);
        }
        try (EventReader reader = new EventReader(
                new SequenceInputStream(new ByteArrayInputStream(journal.header), new ByteArrayInputStream(added)),
                warning -> {})) {
            for (Event event = reader.next(); event != null; event = reader.next()) {
                target.accept(event);
            }
        }
    }

    /** Returns the lines after a position that are complete. */
    private static byte[] wholeLines(Path file, long position) throws IOException {
        try (FileChannel in = FileChannel.open(file)) {
            long size = Math.min(MOST, in.size() - position);
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.max(0, size));
            in.read(bytes, position);
            int end = bytes.position();
            while (end > 0 && bytes.get(end - 1) != '\n') {
                end--;
            }
            return Arrays.copyOf(bytes.array(), end);
        } catch (NoSuchFileException e) {
            return new byte[0];
        }
    }
}
