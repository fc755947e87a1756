package dev.pctl.progress.sample;

import dev.pctl.progress.event.SampleFact.Wait;
import dev.pctl.progress.event.SampleFact.WaitReason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the processes of another machine wait for, from what the library's script prints of them. It tells less than
 * {@link WaitFinder} can see at home: not what is at the other end of a pipe or connection.
 */
final class ReportedWaits {

    private static final int CALL_FIELDS = 5;

    private final KernelLocks locks = new KernelLocks();
    private final Map<Long, Call> calls = new HashMap<>();
    private String machine = "";

    private record Call(boolean ofTerminal, List<String> call, String command) {}

    void machine(String name) {
        machine = name;
    }

    void lock(List<String> words) {
        locks.accept(words);
    }

    /** Process, what sort of file it is about, three words of the system call, and the name of the command. */
    void call(List<String> words) {
        if (words.size() >= CALL_FIELDS) {
            String command = String.join(" ", words.subList(CALL_FIELDS, words.size()));
            calls.put(
                    Words.number(words.get(0)),
                    new Call(words.get(1).equals("terminal"), words.subList(2, CALL_FIELDS), command));
        }
    }

    List<Wait> of(List<ProcessTree.Stat> tree) {
        List<Wait> waits = new ArrayList<>();
        for (ProcessTree.Stat process : tree) {
            Wait wait = of(process);
            if (wait != null) {
                waits.add(wait);
            }
        }
        return waits;
    }

    private @Nullable Wait of(ProcessTree.Stat process) {
        Call call = calls.get(process.pid());
        if (process.state() == 'T') {
            return wait(process, call, WaitReason.STOPPED, null, null);
        }
        KernelLocks.Lock awaited = locks.awaitedBy(process.pid());
        if (awaited != null) {
            String holder = awaited.holder() == 0 ? null : "process " + awaited.holder();
            return wait(process, call, WaitReason.LOCK, null, holder);
        }
        SystemCall known = call == null ? null : SystemCall.parse(call.call(), machine);
        if (call == null || known == null) {
            return null;
        } else if (known.kind() == SystemCall.Kind.LOCK) {
            return wait(process, call, WaitReason.LOCK, null, null);
        }
        return call.ofTerminal() ? wait(process, call, WaitReason.INPUT, "a terminal", null) : null;
    }

    private static Wait wait(
            ProcessTree.Stat process,
            @Nullable Call call,
            WaitReason reason,
            @Nullable String target,
            @Nullable String holder) {
        return new Wait(process.pid(), call == null ? "a process" : call.command(), reason, target, holder);
    }
}
