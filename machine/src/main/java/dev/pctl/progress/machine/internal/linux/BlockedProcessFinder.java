package dev.pctl.progress.machine.internal.linux;

import dev.pctl.progress.event.SampleFact.BlockedProcess;
import dev.pctl.progress.event.SampleFact.WaitReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what the processes of a build wait for: from the state, the system call and the open files of each, and
 * from the locks that others hold. What this user may not read is not found. Takes about ten microseconds for each
 * process and each of its open files, and is therefore used only while they are idle.
 */
public final class BlockedProcessFinder {

    public static final int MAX_PROCESSES = 100;
    private static final String PIPE = "pipe:[";
    private static final String SOCKET = "socket:[";

    private final ProcView proc;
    private final List<ProcessTree.Stat> tree;
    private final Set<Long> members;
    private final ProcLocks locks = new ProcLocks();
    private @Nullable Map<Long, String> connections;

    public BlockedProcessFinder(ProcView proc, List<ProcessTree.Stat> tree) {
        this.proc = proc;
        this.tree = tree;
        members = tree.stream().map(ProcessTree.Stat::pid).collect(Collectors.toSet());
    }

    public List<BlockedProcess> find() {
        proc.text("locks").lines().forEach(line -> locks.accept(Columns.of(line)));
        List<BlockedProcess> waits = new ArrayList<>();
        for (ProcessTree.Stat process : tree.subList(0, Math.min(MAX_PROCESSES, tree.size()))) {
            BlockedProcess wait = of(process);
            if (wait != null) {
                waits.add(wait);
            }
        }
        return waits;
    }

    private @Nullable BlockedProcess of(ProcessTree.Stat process) {
        long pid = process.pid();
        if (process.state() == 'T') {
            return wait(pid, WaitReason.STOPPED, null, null);
        }
        SystemCall call = SystemCall.parse(Columns.of(proc.text(pid + "/syscall")), proc.machine());
        ProcLocks.Lock awaited = locks.awaitedBy(pid);
        if (awaited != null) {
            String file = call == null ? null : proc.open(pid, Long.toString(call.descriptor()));
            return wait(pid, WaitReason.LOCK, file, holder(awaited));
        }
        return call == null ? byKernelFunction(pid) : inCall(pid, call);
    }

    private @Nullable BlockedProcess inCall(long pid, SystemCall call) {
        String link = proc.open(pid, Long.toString(call.descriptor()));
        return switch (call.kind()) {
            case LOCK -> wait(pid, WaitReason.LOCK, link, null);
            case READ -> link == null ? null : reading(pid, call.descriptor(), link);
            case RECEIVE -> link == null ? null : receiving(pid, link);
            case LINGER -> lingering(pid);
        };
    }

    private @Nullable BlockedProcess reading(long pid, long descriptor, String link) {
        if (isTerminal(link)) {
            return wait(pid, WaitReason.INPUT, link, null);
        }
        if (link.startsWith(PIPE) && !isWrittenByTheBuild(link)) {
            return wait(pid, WaitReason.INPUT, descriptor == 0 ? "standard input" : "a pipe", null);
        }
        return receiving(pid, link);
    }

    static boolean isTerminal(String link) {
        return link.startsWith("/dev/pts/") || link.startsWith("/dev/tty") || link.equals("/dev/console");
    }

    private @Nullable BlockedProcess receiving(long pid, String link) {
        String peer = peer(link);
        return peer == null ? null : wait(pid, WaitReason.NETWORK, peer, null);
    }

    /** Finds what a polling process waits for by its open files: a locked file, or a connection. */
    private @Nullable BlockedProcess lingering(long pid) {
        Map<String, String> open = proc.open(pid);
        for (Map.Entry<String, String> file : open.entrySet()) {
            if (file.getValue().startsWith("/")) {
                ProcLocks.Lock lock = foreignLock(pid, file.getKey());
                if (lock != null) {
                    return wait(pid, WaitReason.LOCK, file.getValue(), holder(lock));
                }
            }
        }
        return open.values().stream()
                .map(this::peer)
                .filter(p -> p != null)
                .findFirst()
                .map(p -> wait(pid, WaitReason.NETWORK, p, null))
                .orElse(null);
    }

    private ProcLocks.@Nullable Lock foreignLock(long pid, String descriptor) {
        if (locks.exclusive().stream().allMatch(l -> members.contains(l.holder()))) {
            return null;
        }
        long inode = proc.inode(pid, descriptor);
        return locks.exclusive().stream()
                .filter(l -> l.inode() == inode && !members.contains(l.holder()))
                .findFirst()
                .orElse(null);
    }

    private boolean isWrittenByTheBuild(String pipe) {
        return members.stream()
                .anyMatch(pid -> proc.open(pid).entrySet().stream()
                        .anyMatch(file -> file.getValue().equals(pipe) && proc.isWritable(pid, file.getKey())));
    }

    /**
     * Uses the name of the kernel function in which the process waits, which may be readable where its system call is
     * not.
     */
    private @Nullable BlockedProcess byKernelFunction(long pid) {
        String function = proc.text(pid + "/wchan");
        if (function.contains("tty_read")) {
            return wait(pid, WaitReason.INPUT, "a terminal", null);
        } else if (function.contains("lock_inode_wait") || function.contains("fcntl_setlk")) {
            return wait(pid, WaitReason.LOCK, null, null);
        } else if (function.startsWith("tcp_recv")
                || function.startsWith("inet_stream_connect")
                || function.equals("sk_wait_data")) {
            return wait(pid, WaitReason.NETWORK, null, null);
        }
        return null;
    }

    private BlockedProcess wait(long pid, WaitReason reason, @Nullable String target, @Nullable String holder) {
        return new BlockedProcess(pid, command(pid), reason, target, holder);
    }

    private @Nullable String holder(ProcLocks.Lock lock) {
        if (lock.holder() == 0) {
            return null;
        }
        String command = command(lock.holder());
        return "process " + lock.holder() + (command.isEmpty() ? "" : " (" + command + ')');
    }

    private String command(long pid) {
        return proc.text(pid + "/comm").strip();
    }

    private @Nullable String peer(String link) {
        if (!link.startsWith(SOCKET)) {
            return null;
        }
        Map<Long, String> known = connections;
        if (known == null) {
            known = TcpConnections.parse(proc.text("net/tcp") + proc.text("net/tcp6"));
            connections = known;
        }
        return known.get(Columns.number(link.substring(SOCKET.length(), link.length() - 1)));
    }
}
