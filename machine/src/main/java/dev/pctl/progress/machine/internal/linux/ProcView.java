package dev.pctl.progress.machine.internal.linux;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Processes as in {@code /proc}, here or on another machine. */
interface ProcView {

    /** Returns the architecture, as Java or {@code uname -m} names it. */
    String machine();

    /** Returns the text of a file there, such as {@code 4711/comm} or {@code locks}; empty if it is not readable. */
    String text(String file);

    /** Returns what a process has open, by descriptor: a path, or a name such as {@code pipe:[4711]}. */
    Map<String, String> open(long pid);

    /** Returns what it has open as that descriptor; null if that is not readable. */
    @Nullable
    String open(long pid, String descriptor);

    boolean isWritable(long pid, String descriptor);

    /** Returns the inode of what is open; -1 if that is not readable. */
    long inode(long pid, String descriptor);
}
