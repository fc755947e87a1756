package dev.pctl.progress.watch;

import dev.pctl.progress.event.Advice;
import dev.pctl.progress.event.AdviceFact;
import dev.pctl.progress.event.Forecast;
import dev.pctl.progress.event.SampleFact;
import dev.pctl.progress.state.PackageView;
import dev.pctl.progress.state.RunView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Judges silence: whether a build that says nothing is working or stalled. How long a silence is remarkable depends on
 * what is built: as long as its forecast says that it may still take, at least ten minutes. What the machine does is the
 * evidence: a build that keeps a processor or a disk busy is quiet but working; one that does not is probably stalled.
 * Without samples of the machine the verdict is only that it is unknown. The one advice, {@code stalled}, is cleared by
 * the next sign of life.
 *
 * <p>One for each run, as it remembers when it last heard of it. Not thread-safe.
 */
public final class StallWatchdog implements Watchdog {

    private static final String ID = "stalled";
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final double BUSY = 0.05;
    private static final double BUSY_BYTES = 100_000;

    private @Nullable Object lastState;
    private @Nullable Instant lastLife;

    /** What evidence there is. */
    private enum Verdict {
        WORKING,
        STALLED,
        UNKNOWN
    }

    @Override
    public List<AdviceFact> check(RunView view, Instant now) {
        List<Object> state = List.of(view.output(), phases(view), view.roots(), view.stages());
        Instant life = lastLife;
        if (life == null || !state.equals(lastState)) {
            lastState = state;
            lastLife = now;
            return view.advice(ID) == null ? List.of() : List.of(new AdviceFact.Cleared(ID));
        }
        Duration silence = Duration.between(life, now);
        if (silence.compareTo(patience(view, silence, now)) < 0) {
            return List.of();
        }
        Advice advice = advice(view, silence);
        Advice raised = view.advice(ID);
        boolean same = raised != null && raised.severity() == advice.severity();
        return same ? List.of() : List.of(new AdviceFact.Raised(advice));
    }

    /** What a package shows of itself; its forecast is not its own sign of life. */
    private static List<Object> phases(RunView view) {
        List<Object> shown = new ArrayList<>();
        for (PackageView p : view.packages()) {
            shown.add(List.of(p.id(), p.attempt(), String.valueOf(p.outcome()), p.phases(), p.activity() == null));
        }
        return shown;
    }

    private static Duration patience(RunView view, Duration silence, Instant now) {
        Duration longest = PATIENCE;
        for (PackageView p : view.active()) {
            Forecast total = p.forecast();
            Duration elapsed = p.elapsed(now);
            if (total != null && elapsed != null) {
                Duration left = total.p90().minus(elapsed).plus(silence);
                longest = left.compareTo(longest) > 0 ? left : longest;
            }
        }
        return longest;
    }

    private static Verdict verdict(RunView view) {
        SampleFact.Processes processes = view.processes();
        SampleFact.Cpu cpu = view.cpu();
        SampleFact.DiskIo io = view.diskIo();
        SampleFact.Network network = view.network();
        Double used = cpu == null ? null : cpu.utilization();
        boolean known = processes != null || used != null || io != null || network != null;
        Double own = processes == null ? null : processes.cpuShare();
        boolean busy = (own != null && own > BUSY)
                || (own == null && used != null && used > BUSY)
                || (io != null && io.readPerSecond() + io.writtenPerSecond() > BUSY_BYTES)
                || (network != null && network.receivedPerSecond() > BUSY_BYTES);
        if (!known) {
            return Verdict.UNKNOWN;
        }
        return busy ? Verdict.WORKING : Verdict.STALLED;
    }

    private static Advice advice(RunView view, Duration silence) {
        String what = view.active().isEmpty()
                ? "The build"
                : view.active().get(0).ref().spec();
        String quiet = what + " has been silent for " + silence.toMinutes() + " minutes";
        return switch (verdict(view)) {
            case WORKING ->
                new Advice(
                        ID,
                        Advice.Severity.INFO,
                        quiet + ", but the machine is busy: quiet but working",
                        "Linking and optimizing can take long without a word",
                        List.of());
            case STALLED ->
                new Advice(
                        ID,
                        Advice.Severity.WARNING,
                        quiet + " and the machine is idle: probably stalled",
                        "It may wait for a lock, for the network or for input",
                        List.of(
                                "Look for a held lock: another spack process, or a stale lock file",
                                "Look whether a process waits for standard input or the network",
                                "Stop it and start again: what is installed is kept"));
            case UNKNOWN ->
                new Advice(
                        ID,
                        Advice.Severity.INFO,
                        quiet + "; nothing is known of the machine",
                        "A sampler of the machine would tell whether it works",
                        List.of("Look at the load of the build machine"));
        };
    }
}
