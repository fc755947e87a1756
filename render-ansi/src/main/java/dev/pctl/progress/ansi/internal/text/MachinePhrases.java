package dev.pctl.progress.ansi.internal.text;

import dev.pctl.progress.ansi.style.Symbol;
import dev.pctl.progress.ansi.style.Theme;
import dev.pctl.progress.event.Forecast;
import dev.pctl.progress.event.ForecastFact;
import dev.pctl.progress.event.SampleFact;
import dev.pctl.progress.view.MachineView;
import dev.pctl.progress.view.RunView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Phrases about the machine: disks, directory sizes, processors, memory, network, and what processes wait for. */
public final class MachinePhrases {

    /** Bytes per minute below which a disk counts as neither growing nor shrinking: logs alone write that much. */
    private static final double LEAST_GROWTH = 1 << 20;

    /** A disk that fills up later than this is no news, and no such forecast holds. */
    private static final Duration LATEST_FULL = Duration.ofHours(24);

    /** Readings of one file system differ by at most this share of it: they are taken one after the other. */
    private static final double SAME_DISK = 0.002;

    private final Theme theme;
    private final ForecastPhrases forecasts;

    public MachinePhrases(Theme theme) {
        this.theme = theme;
        this.forecasts = new ForecastPhrases(theme);
    }

    // ---- workers

    /**
     * Returns {@code node2 is silent since 12:03 (5m)} for each silent worker of several; nothing for a run that ended or
     * has one worker, whose silence its packages show.
     */
    public List<String> silence(RunView view, Instant now) {
        if (view.outcome() != null || view.machines().size() < 2) {
            return List.of();
        }
        List<String> silent = new ArrayList<>();
        for (MachineView machine : view.machines()) {
            Instant since = machine.silentSince(now);
            if (since != null) {
                silent.add(machine.worker() + " is silent since " + Formats.timeOfDay(since, theme.zone()) + " ("
                        + Formats.brief(Duration.between(since, now)) + ')');
            }
        }
        return silent;
    }

    // ---- disks

    /**
     * A file system, however many of its paths are watched.
     *
     * @param disk the reading of the first path
     * @param paths all watched paths on it
     */
    public record FileSystem(SampleFact.Disk disk, List<String> paths) {}

    /** Returns the watched file systems; paths with the same figures are on the same one. */
    public static List<FileSystem> fileSystems(List<SampleFact.Disk> disks) {
        List<FileSystem> systems = new ArrayList<>();
        for (SampleFact.Disk disk : disks) {
            FileSystem known = systems.stream()
                    .filter(s -> isSame(s.disk(), disk))
                    .findFirst()
                    .orElse(null);
            if (known == null) {
                systems.add(new FileSystem(disk, new ArrayList<>(List.of(disk.path()))));
            } else {
                known.paths().add(disk.path());
            }
        }
        return systems;
    }

    private static boolean isSame(SampleFact.Disk one, SampleFact.Disk other) {
        double difference = SAME_DISK * one.totalBytes();
        return one.totalBytes() == other.totalBytes()
                && Math.abs(one.usedBytes() - other.usedBytes()) <= difference
                && Math.abs(one.freeBytes() - other.freeBytes()) <= difference;
    }

    /**
     * Returns {@code Disk: 12.3 GB used / 45 GB total (27% full), 32.7 GB free}, as far as that fits. The percentage is
     * that of the two figures beside it. {@code df} instead divides by used plus free bytes, which leaves out what is
     * reserved for root; warnings go by that share ({@link SampleFact.Disk#fullness()}), hence the free space here.
     *
     * @param named whether to name the paths
     */
    public String disk(FileSystem system, boolean named, int width) {
        SampleFact.Disk disk = system.disk();
        String name = named ? "Disk " + paths(system) + ": " : "Disk: ";
        String percent = disk.totalBytes() <= 0 ? "" : Formats.percent((double) disk.usedBytes() / disk.totalBytes());
        String whole = name + Formats.size(disk.usedBytes()) + " used / " + Formats.size(disk.totalBytes()) + " total";
        whole += percent.isEmpty() ? "" : " (" + percent + " full)";
        String brief = name + Formats.sizes(disk.usedBytes(), disk.totalBytes(), " of ") + " used";
        brief += percent.isEmpty() ? "" : " (" + percent + ')';
        return Formats.firstFitting(width, whole + ", " + Formats.size(disk.freeBytes()) + " free", whole, brief);
    }

    private static String paths(FileSystem system) {
        return String.join(", ", system.paths());
    }

    /** Returns {@code growing 0.8 GB/min, expected peak 24–31 GB (safe)}, as far as that is known; or empty. */
    public String outlook(ForecastFact.@Nullable DiskOutlook outlook) {
        if (outlook == null) {
            return "";
        }
        List<String> parts = new ArrayList<>();
        Double speed = outlook.bytesPerSecond();
        if (speed != null && Math.abs(speed) * 60 >= LEAST_GROWTH) {
            parts.add((speed < 0 ? "shrinking " : "growing ") + Formats.perMinute(Math.abs(speed)));
        }
        Forecast full = outlook.untilFull();
        if (outlook.expectedPeak() != null) {
            String peak = Formats.sizes(
                    outlook.expectedPeak().low(), outlook.expectedPeak().high(), theme.of(Symbol.DASH));
            parts.add("expected peak " + peak + verdict(outlook.verdict()));
        } else if (full != null && full.p50().compareTo(LATEST_FULL) < 0) {
            parts.add("full in " + forecasts.left(full) + verdict(outlook.verdict()));
        }
        return String.join(", ", parts);
    }

    private static String verdict(ForecastFact.Verdict verdict) {
        return switch (verdict) {
            case UNKNOWN -> "";
            case SAFE -> " (safe)";
            case AT_RISK -> " (at risk)";
        };
    }

    /** Returns {@code Directories: /opt/spack 8.2 GB, /tmp/stage at least 4.1 GB}, or empty. */
    public static String directories(RunView view) {
        String sizes = view.machine().trees().stream()
                .filter(t -> t.bytes() > 0)
                .map(t -> t.path() + ' ' + (t.complete() ? "" : "at least ") + Formats.size(t.bytes()))
                .collect(Collectors.joining(", "));
        return sizes.isEmpty() ? "" : "Directories: " + sizes;
    }

    // ---- processors, memory, processes

    /** Returns {@code CPU: 53% of 8 cores   Memory: 3 GB used / 8 GB total   Network: 12 MB/s}, or empty. */
    public static String load(RunView view) {
        List<String> parts = new ArrayList<>();
        SampleFact.Cpu cpu = view.machine().cpu();
        if (cpu != null && cpu.utilization() != null) {
            parts.add("CPU: " + Formats.percent(cpu.utilization()) + " of "
                    + Formats.count(cpu.cores(), "core", "cores"));
        }
        SampleFact.Memory memory = view.machine().memory();
        if (memory != null) {
            parts.add("Memory: " + Formats.size(memory.usedBytes()) + " used / " + Formats.size(memory.totalBytes())
                    + " total");
        }
        SampleFact.Network network = view.machine().network();
        if (network != null && network.receivedPerSecond() >= 1) {
            parts.add("Network: " + Formats.perSecond(network.receivedPerSecond()));
        }
        return String.join("   ", parts);
    }

    /** Returns {@code python3 (process 4711) is waiting for a lock on /opt/db, held by process 99}, or empty. */
    public static String wait(RunView view) {
        SampleFact.BlockedProcesses waits = view.machine().blockedProcesses();
        if (waits == null || waits.blocked().isEmpty()) {
            return "";
        }
        SampleFact.BlockedProcess wait = waits.blocked().get(0);
        String process = wait.command() + " (process " + wait.pid() + ")";
        String target = wait.target();
        return process
                + switch (wait.reason()) {
                    case STOPPED -> " is stopped";
                    case LOCK -> " is waiting for a lock" + (target == null ? "" : " on " + target);
                    case INPUT -> " is waiting for input" + (target == null ? "" : " from " + target);
                    case NETWORK -> " is waiting for the network" + (target == null ? "" : ", " + target);
                }
                + (wait.holder() == null ? "" : ", held by " + wait.holder());
    }
}
