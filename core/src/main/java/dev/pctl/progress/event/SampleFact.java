package dev.pctl.progress.event;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A reading of a machine. */
public sealed interface SampleFact extends Fact {

    /**
     * A file system's space.
     *
     * @param path a path on it, as the host named it
     * @param usedBytes bytes in use
     * @param totalBytes its size
     * @param freeBytes bytes that the build may still write
     * @param inodesUsed files and directories on it, or null if it does not count them
     * @param inodesTotal how many it can hold, or null if it has no limit or that is not known
     */
    record Disk(
            String path,
            long usedBytes,
            long totalBytes,
            long freeBytes,
            @Nullable Long inodesUsed,
            @Nullable Long inodesTotal)
            implements SampleFact {
        /** Checks the arguments. */
        public Disk {
            Objects.requireNonNull(path, "path");
        }

        /** Space alone. */
        public Disk(String path, long usedBytes, long totalBytes, long freeBytes) {
            this(path, usedBytes, totalBytes, freeBytes, null, null);
        }

        @Override
        public ConflationKey conflationKey() {
            return ConflationKey.of(Disk.class, path);
        }

        /**
         * How full it is, from 0 to 1: the share in use of what the build can use at all, as {@code df} calculates it. What
         * is reserved for root counts as neither.
         */
        public double fullness() {
            long usable = usedBytes + freeBytes;
            return usable <= 0 ? 0 : Math.min(1, (double) usedBytes / usable);
        }

        /** The share of its inodes in use, from 0 to 1, or null if not known. */
        public @Nullable Double inodeFullness() {
            return inodesUsed == null || inodesTotal == null || inodesTotal <= 0
                    ? null
                    : Math.min(1, (double) inodesUsed / inodesTotal);
        }
    }

    /**
     * How large a directory tree is: the lengths of its files, added up.
     *
     * @param path its root, as the host named it
     * @param bytes the size; while it is not complete, of what has been counted so far
     * @param complete whether the whole tree has been counted at least once
     */
    record TreeSize(String path, long bytes, boolean complete) implements SampleFact {
        /** Checks the arguments. */
        public TreeSize {
            Objects.requireNonNull(path, "path");
        }

        @Override
        public ConflationKey conflationKey() {
            return ConflationKey.of(TreeSize.class, path);
        }
    }

    /**
     * The machine's memory, in bytes.
     *
     * @param usedBytes what programs hold; what the system can take back from its caches does not count
     * @param totalBytes its size
     * @param availableBytes what programs can still get without swapping, or null if not known
     * @param swapUsedBytes swap space in use, or null if not known
     * @param swapTotalBytes size of the swap space, 0 without any, or null if not known
     */
    record Memory(
            long usedBytes,
            long totalBytes,
            @Nullable Long availableBytes,
            @Nullable Long swapUsedBytes,
            @Nullable Long swapTotalBytes)
            implements SampleFact {

        /** Memory of which no more is known. */
        public Memory(long usedBytes, long totalBytes) {
            this(usedBytes, totalBytes, null, null, null);
        }

        @Override
        public ConflationKey conflationKey() {
            return ConflationKey.of(Memory.class);
        }

        /** The share that programs can still get, from 0 to 1, or null if not known. */
        public @Nullable Double availableShare() {
            return availableBytes == null || totalBytes <= 0
                    ? null
                    : Math.max(0, Math.min(1, (double) availableBytes / totalBytes));
        }
    }

    /**
     * The machine's processors.
     *
     * @param utilization share of all cores in use, from 0 to 1, or null if not known
     * @param load the one-minute load average, or null if not known
     * @param cores how many there are
     */
    record Cpu(@Nullable Double utilization, @Nullable Double load, int cores) implements SampleFact {
        @Override
        public ConflationKey conflationKey() {
            return ConflationKey.of(Cpu.class);
        }
    }

    /** Network traffic in bytes a second, over all interfaces that lead out of the machine. */
    record Network(double receivedPerSecond, double sentPerSecond) implements SampleFact {
        @Override
        public ConflationKey conflationKey() {
            return ConflationKey.of(Network.class);
        }
    }

    /** What is read from and written to the machine's disks, in bytes a second. */
    record DiskIo(double readPerSecond, double writtenPerSecond) implements SampleFact {
        @Override
        public ConflationKey conflationKey() {
            return ConflationKey.of(DiskIo.class);
        }
    }

    /**
     * The processes of the build: one process and all its descendants.
     *
     * @param count how many there are
     * @param cpuShare the share of all cores that they use, from 0 to 1, or null if not known
     * @param residentBytes memory that they hold, shared pages counted for each, or null if not known
     */
    record Processes(
            int count, @Nullable Double cpuShare, @Nullable Long residentBytes) implements SampleFact {
        /** Checks the arguments. */
        public Processes {
            Checks.atLeast(0, count, "count");
        }

        @Override
        public ConflationKey conflationKey() {
            return ConflationKey.of(Processes.class);
        }
    }

    /**
     * How long a log file is: that it grows is a sign of life.
     *
     * @param path as it was named
     * @param bytes its length
     */
    record LogSize(String path, long bytes) implements SampleFact {
        /** Checks the arguments. */
        public LogSize {
            Objects.requireNonNull(path, "path");
        }

        @Override
        public ConflationKey conflationKey() {
            return ConflationKey.of(LogSize.class, path);
        }
    }

    /**
     * What the build's processes wait for, as far as the system shows it. Looked at while they use no processor time;
     * while they do the list is empty.
     */
    record BlockedProcesses(List<BlockedProcess> blocked) implements SampleFact {
        public BlockedProcesses {
            blocked = List.copyOf(Objects.requireNonNull(blocked, "blocked"));
        }

        @Override
        public ConflationKey conflationKey() {
            return ConflationKey.of(BlockedProcesses.class);
        }
    }

    /**
     * One process that waits.
     *
     * @param pid its id
     * @param command its name
     * @param reason what sort of thing it waits for
     * @param target the thing itself, such as a file, a terminal or an address, or null if not known
     * @param holder who holds it, such as {@code "process 4711 (python3)"}, or null if it is free or not known
     */
    record BlockedProcess(
            long pid,
            String command,
            WaitReason reason,
            @Nullable String target,
            @Nullable String holder) {
        public BlockedProcess {
            Objects.requireNonNull(command, "command");
            Objects.requireNonNull(reason, "reason");
        }
    }

    /** What a process can wait for from outside its build. */
    enum WaitReason {
        /** It is stopped (SIGSTOP, or Ctrl-Z): it continues on SIGCONT. */
        STOPPED,
        /** It wants a lock that another process holds. */
        LOCK,
        /** It reads from a terminal, or from a pipe that nothing in the build writes to. */
        INPUT,
        /** It waits for an answer from the network. */
        NETWORK
    }
}
