package dev.pctl.progress.machine.internal.linux;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.InvalidPathException;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads files that are read with every sample, and keeps them open between samples: the kernel generates their text
 * again with each read from the beginning, and opening costs more than reading. At most {@value #MOST} are held. Not
 * thread-safe.
 */
final class OpenFileCache implements AutoCloseable {

    private static final int MOST = 256;

    /** An open file, and whether it was read since the last {@link #closeUnread}. */
    private static final class Kept {
        private final FileChannel channel;
        private boolean read;

        Kept(FileChannel channel) {
            this.channel = channel;
        }
    }

    private final File folder;
    private final Map<String, Kept> open = new HashMap<>();

    OpenFileCache(File folder) {
        this.folder = folder;
    }

    /**
     * Reads once into the rest of the buffer.
     *
     * @return how many bytes came; 0 or less at the end, and for a file that is not there (any more)
     */
    int read(String file, ByteBuffer buffer) {
        Kept kept = open.get(file);
        try {
            if (kept == null) {
                return open(file, buffer);
            }
            kept.read = true;
            return kept.channel.read(buffer, buffer.position());
        } catch (IOException | InvalidPathException e) {
            forget(file);
            return 0;
        }
    }

    private int open(String file, ByteBuffer buffer) throws IOException {
        FileChannel channel = FileChannel.open(new File(folder, file).toPath(), StandardOpenOption.READ);
        if (open.size() < MOST) {
            Kept kept = new Kept(channel);
            kept.read = true;
            open.put(file, kept);
            return channel.read(buffer, buffer.position());
        }
        try (channel) {
            return channel.read(buffer, buffer.position());
        }
    }

    private void forget(String file) {
        Kept kept = open.remove(file);
        if (kept != null) {
            close(kept);
        }
    }

    /** Closes files that were not read since the last call: their processes have ended. */
    void closeUnread() {
        open.values().removeIf(kept -> {
            boolean unread = !kept.read;
            kept.read = false;
            if (unread) {
                close(kept);
            }
            return unread;
        });
    }

    private static void close(Kept kept) {
        try {
            kept.channel.close();
        } catch (IOException e) {
            // nothing was written: nothing is lost
        }
    }

    @Override
    public void close() {
        open.values().forEach(OpenFileCache::close);
        open.clear();
    }
}
