package dev.pctl.progress.machine.internal.linux;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The file locks in {@code /proc/locks}: which process holds them, and which waits for them.
 *
 * <pre>
 * 1: FLOCK  ADVISORY  WRITE 4711 fe:00:131 0 EOF
 * 1: -&gt; FLOCK  ADVISORY  WRITE 4712 fe:00:131 0 EOF
 * </pre>
 */
final class ProcLocks {

    private static final int COLUMNS = 8;

    private final Map<String, Lock> held = new HashMap<>();
    private final List<Lock> exclusive = new ArrayList<>();
    private final Map<Long, Lock> holderOfWaiting = new HashMap<>();

    /** A lock that is held. */
    record Lock(long holder, long inode) {}

    /** Takes the line if it describes a lock. */
    boolean accept(List<String> words) {
        boolean waiting = words.size() > 1 && words.get(1).equals("->");
        int shift = waiting ? 1 : 0;
        if (words.size() != COLUMNS + shift) {
            return false;
        }
        String id = words.get(0);
        String place = words.get(5 + shift);
        // locks of an open file belong to no process: -1
        long process = Math.max(0, Columns.number(words.get(4 + shift)));
        long inode = Columns.number(place.substring(place.lastIndexOf(':') + 1));
        if (!id.endsWith(":") || inode < 0) {
            return false;
        }
        Lock known = held.get(id);
        if (!waiting) {
            take(id, new Lock(process, inode), words.get(3).equals("WRITE"));
        } else if (known != null) {
            holderOfWaiting.put(process, known);
        }
        return true;
    }

    private void take(String id, Lock lock, boolean writes) {
        held.put(id, lock);
        if (writes) {
            exclusive.add(lock);
        }
    }

    /** Returns the lock that this process waits for, or null. */
    @Nullable
    Lock awaitedBy(long process) {
        return holderOfWaiting.get(process);
    }

    /** Returns the exclusive locks. */
    List<Lock> exclusive() {
        return exclusive;
    }
}
