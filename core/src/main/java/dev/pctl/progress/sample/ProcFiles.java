package dev.pctl.progress.sample;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/** Reads the files that the Linux kernel shows under {@code /proc}. Files that are not there are as if empty. */
final class ProcFiles implements AutoCloseable {

    private static final String[] FILES = {"meminfo", "loadavg", "stat", "net/dev", "diskstats"};
    private static final int PAGE_SIZE_KEY = 6;
    private static final String MACHINE_NAME = System.getProperty("os.arch", "");

    private final File proc;
    private final KeptFiles kept;
    private final long pageSize;
    private byte[] buffer = new byte[1 << 14];

    ProcFiles(File proc) {
        this.proc = proc;
        kept = new KeptFiles(proc);
        pageSize = pageSize();
    }

    boolean present() {
        return new File(proc, "meminfo").canRead();
    }

    void readMachine(Readings readings) {
        TextReader reader = new TextReader(readings);
        for (String file : FILES) {
            reader.read(again(file));
        }
        reader.end();
    }

    /** Reads two small files for each process of the tree; asking Java would have it look at all there are. */
    void readProcesses(ProcessHandle root, Readings readings) {
        boolean childrenListed = new File(proc, "thread-self/children").exists();
        Deque<Long> open = new ArrayDeque<>(List.of(root.pid()));
        if (!childrenListed) {
            root.descendants().forEach(p -> open.add(p.pid()));
        }
        List<ProcessTree.Stat> tree = new ArrayList<>();
        while (!open.isEmpty()) {
            ProcessTree.Stat stat = ProcessTree.parse(again(open.remove() + "/stat"));
            if (stat != null) {
                tree.add(stat);
                if (childrenListed) {
                    addChildren(stat, open);
                }
            }
        }
        kept.closeUnread();
        ProcessTree.addUp(tree, pageSize, readings);
        readings.waits(() -> new WaitFinder(this, tree, MACHINE_NAME).find());
    }

    /** The kernel lists children by the thread that made them. */
    private void addChildren(ProcessTree.Stat stat, Deque<Long> open) {
        String tasks = stat.pid() + "/task";
        String[] threads =
                stat.threads() == 1 ? new String[] {Long.toString(stat.pid())} : new File(proc, tasks).list();
        for (String thread : threads == null ? new String[0] : threads) {
            for (String child : Words.of(again(tasks + '/' + thread + "/children"))) {
                open.add(Words.number(child));
            }
        }
    }

    /** The text of a file that is asked for with every sample. */
    private String again(String file) {
        ByteBuffer bytes = ByteBuffer.wrap(buffer);
        while (kept.read(file, bytes) > 0) {
            if (!bytes.hasRemaining()) {
                buffer = Arrays.copyOf(buffer, 2 * buffer.length);
                bytes = ByteBuffer.wrap(buffer).position(bytes.position());
            }
        }
        return new String(buffer, 0, bytes.position(), StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() {
        kept.close();
    }

    String text(String file) {
        return new String(buffer, 0, fill(file), StandardCharsets.ISO_8859_1);
    }

    Path path(String file) {
        return proc.toPath().resolve(file);
    }

    /** The length of files there is not known before; and one that a process leaves behind fails while it is read. */
    private int fill(String file) {
        int length = 0;
        try (FileInputStream in = new FileInputStream(new File(proc, file))) {
            for (int n = in.read(buffer); n > 0; n = in.read(buffer, length, buffer.length - length)) {
                length += n;
                if (length == buffer.length) {
                    buffer = Arrays.copyOf(buffer, 2 * length);
                }
            }
            return length;
        } catch (IOException e) {
            return 0;
        }
    }

    /** What the kernel told this process about itself: pairs of words, one of them the size of a page. */
    private long pageSize() {
        ByteBuffer words = ByteBuffer.wrap(buffer, 0, fill("self/auxv")).order(ByteOrder.nativeOrder());
        while (words.remaining() >= 16) {
            if (words.getLong() == PAGE_SIZE_KEY) {
                return words.getLong();
            }
            words.getLong();
        }
        return 4096;
    }
}
