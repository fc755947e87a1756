package dev.pctl.progress.machine.internal.linux;

import dev.pctl.progress.machine.internal.reading.MachineSnapshot;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the files of the Linux kernel under {@code /proc}. Missing files count as empty. */
public final class ProcFiles implements ProcView, AutoCloseable {

    private static final String[] FILES = {"meminfo", "loadavg", "stat", "net/dev", "diskstats"};
    private static final int PAGE_SIZE_KEY = 6;
    private static final int MAX_DESCRIPTORS = 256;
    private static final int MAX_WRITERS = 16;
    private static final String MACHINE_NAME = System.getProperty("os.arch", "");

    private final File proc;
    private final OpenFileCache kept;
    private final long pageSize;
    private byte[] buffer = new byte[1 << 14];
    private List<ProcessTree.Stat> newest = List.of();

    public ProcFiles(File proc) {
        this.proc = proc;
        kept = new OpenFileCache(proc);
        pageSize = pageSize();
    }

    public boolean present() {
        return new File(proc, "meminfo").canRead();
    }

    public void readMachine(MachineSnapshot readings) {
        ToolOutputParser reader = new ToolOutputParser(readings);
        for (String file : FILES) {
            reader.read(again(file));
        }
        reader.end();
    }

    /** Reads two small files for each process of the tree; Java would read all processes of the machine. */
    public void readProcesses(ProcessHandle root, MachineSnapshot readings) {
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
        newest = tree;
        ProcessTree.addUp(tree, pageSize, readings);
        readings.waits(() -> new BlockedProcessFinder(this, tree).find());
    }

    /** Returns files that the processes read last have open for writing; of the first processes of a large build only. */
    public List<Path> written() {
        List<Path> files = new ArrayList<>();
        for (ProcessTree.Stat process : newest.subList(0, Math.min(MAX_WRITERS, newest.size()))) {
            open(process.pid()).forEach((descriptor, link) -> {
                boolean file = link.startsWith("/")
                        && (!link.startsWith("/dev/") || link.startsWith("/dev/shm/"))
                        && !link.startsWith("/proc/");
                if (file && isWritable(process.pid(), descriptor)) {
                    files.add(Path.of(link));
                }
            });
        }
        return files;
    }

    /** Reads the children of each thread: the kernel lists them by the thread that started them. */
    private void addChildren(ProcessTree.Stat stat, Deque<Long> open) {
        String tasks = stat.pid() + "/task";
        String[] threads =
                stat.threads() == 1 ? new String[] {Long.toString(stat.pid())} : new File(proc, tasks).list();
        for (String thread : threads == null ? new String[0] : threads) {
            for (String child : Columns.of(again(tasks + '/' + thread + "/children"))) {
                open.add(Columns.number(child));
            }
        }
    }

    /** Returns the text of a file that is read with every sample. */
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

    // ---- what processes wait for

    @Override
    public String machine() {
        return MACHINE_NAME;
    }

    @Override
    public String text(String file) {
        int length = fill(file); // which may replace the buffer
        return new String(buffer, 0, length, StandardCharsets.ISO_8859_1);
    }

    @Override
    public Map<String, String> open(long pid) {
        String[] descriptors = new File(proc, pid + "/fd").list();
        Map<String, String> open = new HashMap<>();
        for (int i = 0; descriptors != null && i < Math.min(MAX_DESCRIPTORS, descriptors.length); i++) {
            String link = open(pid, descriptors[i]);
            if (link != null) {
                open.put(descriptors[i], link);
            }
        }
        return open;
    }

    @Override
    public @Nullable String open(long pid, String descriptor) {
        try {
            return Files.readSymbolicLink(path(pid, descriptor)).toString();
        } catch (IOException | InvalidPathException | UnsupportedOperationException e) {
            return null;
        }
    }

    private Path path(long pid, String descriptor) {
        return proc.toPath().resolve(pid + "/fd/" + descriptor);
    }

    /** The last octal digit of the flags: 0 to read, 1 to write, 2 for both. */
    @Override
    public boolean isWritable(long pid, String descriptor) {
        return text(pid + "/fdinfo/" + descriptor)
                .lines()
                .filter(line -> line.startsWith("flags:"))
                .anyMatch(line -> !line.endsWith("0") && !line.endsWith("4"));
    }

    @Override
    public long inode(long pid, String descriptor) {
        try {
            Object inode = Files.getAttribute(path(pid, descriptor), "unix:ino");
            return inode instanceof Long number ? number : -1;
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return -1;
        }
    }

    /** Reads to the end: the length is not known before, and reading fails when the process ends meanwhile. */
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

    /** Reads the page size from the auxiliary vector of this process, which consists of pairs of words. */
    private long pageSize() {
        int length = fill("self/auxv"); // which may replace the buffer
        ByteBuffer words = ByteBuffer.wrap(buffer, 0, length).order(ByteOrder.nativeOrder());
        while (words.remaining() >= 16) {
            if (words.getLong() == PAGE_SIZE_KEY) {
                return words.getLong();
            }
            words.getLong();
        }
        return 4096;
    }
}
