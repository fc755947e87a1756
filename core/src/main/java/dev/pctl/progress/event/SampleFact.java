package dev.pctl.progress.event;

import java.util.List;
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
     */
    record Disk(String path, long usedBytes, long totalBytes, long freeBytes) implements SampleFact {
        @Override
        public Object conflationKey() {
            return List.of(Disk.class, path);
        }

        /**
         * How full it is, from 0 to 1: the share in use of what the build can use at all, as {@code df} reckons it. What
         * is reserved for root counts as neither.
         */
        public double fullness() {
            long usable = usedBytes + freeBytes;
            return usable <= 0 ? 0 : Math.min(1, (double) usedBytes / usable);
        }
    }

    /** The machine's memory, in bytes. */
    record Memory(long usedBytes, long totalBytes) implements SampleFact {
        @Override
        public Object conflationKey() {
            return Memory.class;
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
        public Object conflationKey() {
            return Cpu.class;
        }
    }

    /** Network traffic in bytes a second. */
    record Network(double receivedPerSecond, double sentPerSecond) implements SampleFact {
        @Override
        public Object conflationKey() {
            return Network.class;
        }
    }
}
