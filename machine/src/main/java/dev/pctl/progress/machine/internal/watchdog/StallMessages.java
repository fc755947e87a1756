package dev.pctl.progress.machine.internal.watchdog;

import dev.pctl.progress.event.Advice;
import dev.pctl.progress.event.Advice.Severity;
import dev.pctl.progress.event.SampleFact.BlockedProcess;
import dev.pctl.progress.event.SampleFact.WaitReason;
import dev.pctl.progress.internal.util.TemplateFiller;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Words the advice on silent builds. Immutable. */
public final class StallMessages {

    private static final String AGAIN = "Stop it and start again: installed packages are kept";

    /** Messages with remedies that name no tool. */
    public static final StallMessages STANDARD = new StallMessages(
            Map.of(
                    WaitReason.STOPPED,
                    List.of("Continue it: kill -CONT {pid}"),
                    WaitReason.LOCK,
                    List.of("""
                            Wait for {holder}, or end it
                            Look for another build that works in the same place""", """
                            If no process works there, the lock is stale: remove {target}
                            If no process works there, the lock is stale: remove the lock file"""),
                    WaitReason.INPUT,
                    List.of(
                            "Answer it, or end it and build without questions: </dev/null",
                            "Look at the end of the build log for what it asks"),
                    WaitReason.NETWORK,
                    List.of("""
                            Look whether {target} answers
                            Look whether the network and the mirrors answer""", "Use a mirror that is nearer", AGAIN)),
            List.of(
                    "Look at the end of the build log",
                    "Look for a held lock: another build, or a stale lock file",
                    "Look whether a process waits for input or the network",
                    AGAIN));

    private final Map<WaitReason, List<String>> waiting;
    private final List<String> stalled;

    private StallMessages(Map<WaitReason, List<String>> waiting, List<String> stalled) {
        this.waiting = Map.copyOf(waiting);
        this.stalled = stalled;
    }

    public StallMessages withWaiting(WaitReason reason, List<String> remedies) {
        Map<WaitReason, List<String>> changed = new EnumMap<>(WaitReason.class);
        changed.putAll(waiting);
        changed.put(reason, remedies);
        return new StallMessages(changed, stalled);
    }

    public StallMessages withStalled(List<String> remedies) {
        return new StallMessages(waiting, remedies);
    }

    public Advice advice(String id, StallVerdict verdict, ActivityEvidence evidence, String subject, Duration silence) {
        String quiet = subject + " has been silent for " + silence.toMinutes() + " min";
        return switch (verdict) {
            case WAITING -> waits(id, evidence.awaits(), subject, quiet);
            case STALLED ->
                new Advice(
                        id,
                        Severity.WARNING,
                        quiet + ": probably stalled (" + sureness(evidence) + ": " + evidence.reasons() + ')',
                        "A build that does nothing never ends; it may wait for a lock, the network or input",
                        TemplateFiller.fill(stalled, Map.of("package", subject)));
            case WORKING ->
                new Advice(
                        id,
                        Severity.INFO,
                        quiet + ": quiet but working (" + evidence.reasons() + ')',
                        "Linking and optimizing can take long without output",
                        List.of());
            case UNKNOWN ->
                new Advice(
                        id,
                        Severity.INFO,
                        quiet + "; nothing is known of the machine",
                        "A sampler of the machine would show whether it works",
                        List.of("Look at the load of the build machine"));
        };
    }

    private static String sureness(ActivityEvidence evidence) {
        return evidence.ofItself() ? "fairly sure" : "not sure";
    }

    private Advice waits(String id, @Nullable BlockedProcess wait, String subject, String quiet) {
        if (wait == null) {
            throw new IllegalArgumentException("waits for nothing");
        }
        Map<String, String> values = new HashMap<>();
        values.put("package", subject);
        values.put("command", wait.command());
        values.put("pid", Long.toString(wait.pid()));
        if (wait.target() != null) {
            values.put("target", wait.target());
        }
        if (wait.holder() != null) {
            values.put("holder", wait.holder());
        }
        String who = wait.command() + " (process " + wait.pid() + ')';
        return new Advice(
                id,
                Severity.WARNING,
                quiet + ": waiting " + what(wait) + " (" + sureness(wait) + ')',
                why(wait.reason(), who),
                TemplateFiller.fill(waiting.getOrDefault(wait.reason(), List.of()), values));
    }

    private static String what(BlockedProcess wait) {
        String target = wait.target() == null ? "" : " " + wait.target();
        return switch (wait.reason()) {
            case STOPPED -> "to be continued";
            case LOCK ->
                "for a lock" + (target.isEmpty() ? "" : " on" + target)
                        + (wait.holder() == null ? "" : ", held by " + wait.holder());
            case INPUT -> "for input" + (target.isEmpty() ? "" : " from" + target);
            case NETWORK -> "for the network" + (target.isEmpty() ? "" : ":" + target);
        };
    }

    private static String sureness(BlockedProcess wait) {
        return wait.reason() == WaitReason.NETWORK ? "fairly sure" : "almost certain";
    }

    private static String why(WaitReason reason, String who) {
        return switch (reason) {
            case STOPPED -> who + " was stopped by a signal, and continues only after SIGCONT";
            case LOCK -> who + " continues when the lock is free";
            case INPUT -> who + " reads, and nothing in the build will answer it";
            case NETWORK -> who + " has a connection over which nothing comes";
        };
    }
}
