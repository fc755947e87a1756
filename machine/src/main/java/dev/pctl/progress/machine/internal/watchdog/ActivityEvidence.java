package dev.pctl.progress.machine.internal.watchdog;

import dev.pctl.progress.event.SampleFact;
import dev.pctl.progress.event.SampleFact.Wait;
import dev.pctl.progress.event.SampleFact.WaitReason;
import dev.pctl.progress.machine.watchdog.StallThresholds;
import dev.pctl.progress.view.RunView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the machine shows of a build that says nothing.
 *
 * @param work whether it works
 * @param ofItself whether that is known of the build's own processes, rather than of the machine as a whole
 * @param awaits what its processes visibly wait for, or null
 * @param reasons what was seen, for people
 */
public record ActivityEvidence(
        Work work, boolean ofItself, @Nullable Wait awaits, String reasons) {

    /** Readings that are older say nothing of now. */
    private static final Duration STALE = Duration.ofMinutes(5);

    public enum Work {
        UNKNOWN,
        IDLE,
        BUSY
    }

    public static ActivityEvidence of(RunView view, Instant now, StallThresholds limits) {
        Reader reader = new Reader(view, now);
        boolean own = reader.ofItself();
        double cores = reader.coresUsed();
        double disk = reader.disk();
        double network = reader.network();
        // disks and network serve others too: their traffic is not the build's if that does not touch the processor
        boolean theirs = !own || cores >= limits.busyCores() / 10;
        boolean downloads = theirs && network >= limits.busyNetwork();
        boolean busy = cores >= limits.busyCores() || downloads || (theirs && disk >= limits.busyDisk());
        List<String> reasons = new ArrayList<>();
        if (cores >= 0) {
            String who = own ? "its processes use " : "the machine uses ";
            reasons.add(who + (cores < limits.busyCores() ? "no processor time" : format("%.1f cores", cores)));
        }
        if (disk >= 0 || network >= 0) {
            reasons.add(traffic(Math.max(0, disk), Math.max(0, network), limits));
        }
        Work work = reasons.isEmpty() ? Work.UNKNOWN : busy ? Work.BUSY : Work.IDLE;
        return new ActivityEvidence(work, own, reader.awaits(downloads), String.join(", ", reasons));
    }

    private static String traffic(double disk, double network, StallThresholds limits) {
        if (network >= limits.busyNetwork()) {
            return format("%.1f MB/s come over the network", network / 1e6);
        }
        return disk >= limits.busyDisk()
                ? format("%.1f MB/s move to and from the disks", disk / 1e6)
                : "disks and network are quiet";
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }

    /** Picks what is recent out of a view; -1 is not known. */
    private record Reader(RunView view, Instant now) {

        private <T extends SampleFact> @Nullable T recent(@Nullable T sample) {
            Instant taken = sample == null ? null : view.machine().sampledAt(sample);
            return taken == null || Duration.between(taken, now).compareTo(STALE) > 0 ? null : sample;
        }

        boolean ofItself() {
            SampleFact.Processes processes = recent(view.machine().processes());
            return processes != null && processes.cpuShare() != null;
        }

        double coresUsed() {
            SampleFact.Cpu cpu = recent(view.machine().cpu());
            SampleFact.Processes processes = recent(view.machine().processes());
            int cores = cpu == null ? 1 : cpu.cores();
            Double own = processes == null ? null : processes.cpuShare();
            Double share = own != null || cpu == null ? own : cpu.utilization();
            return share == null ? -1 : share * cores;
        }

        double disk() {
            SampleFact.DiskIo io = recent(view.machine().diskIo());
            return io == null ? -1 : io.readPerSecond() + io.writtenPerSecond();
        }

        double network() {
            SampleFact.Network network = recent(view.machine().network());
            return network == null ? -1 : network.receivedPerSecond();
        }

        /** The surest: in the order in which the reasons are listed. A download that goes on is not waited for. */
        @Nullable
        Wait awaits(boolean downloads) {
            SampleFact.Waits waits = recent(view.machine().blockedProcesses());
            return waits == null
                    ? null
                    : waits.waits().stream()
                            .filter(w -> !(downloads && w.reason() == WaitReason.NETWORK))
                            .min(Comparator.comparing(Wait::reason))
                            .orElse(null);
        }
    }
}
