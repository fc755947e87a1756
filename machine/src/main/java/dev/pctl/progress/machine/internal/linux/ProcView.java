package dev.pctl.progress.machine.internal.linux;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What Linux shows of processes under {@code /proc}, here or on another machine. */
interface ProcView {

    /** The architecture, as Java or {@code uname -m} names it. */
    String machine();

    /** The text of a file there, such as {@code 4711/comm} or {@code locks}; empty if it is not shown. */
    String text(String file);

    /** What a process has open, by descriptor: a path, or a name such as {@code pipe:[4711]}. */
    Map<String, String> open(long pid);

    /** What it has open under that descriptor; null if that is not shown. */
    @Nullable
    String open(long pid, String descriptor);

    boolean isWritable(long pid, String descriptor);

    /** The inode of what is open; -1 if that is not shown. */
    long inode(long pid, String descriptor);
}
