package dev.pctl.progress.estimator.internal.run;

import dev.pctl.progress.estimator.history.BuildRecord.Use;
import dev.pctl.progress.event.SampleFact;
import dev.pctl.progress.view.PackageView;
import dev.pctl.progress.view.RunView;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Records how much disk space and memory a run and its packages use. */
public final class PeakUsageTracker {

    private static final String RUN = "";

    private final Map<String, Tally> tallies = new HashMap<>();

    /** Disk space is tracked per path, and the largest growth counts, because two paths may be on one file system. */
    private static final class Tally {
        private final Map<String, Long> first = new HashMap<>();
        private @Nullable Long peakDisk;
        private @Nullable Long leftDisk;
        private @Nullable Long peakMemory;

        void look(RunView view) {
            Long most = null;
            for (SampleFact.Disk disk : view.machine().disks()) {
                long more = disk.usedBytes() - first.computeIfAbsent(disk.path(), p -> disk.usedBytes());
                most = most == null ? Long.valueOf(more) : Long.valueOf(Math.max(most, more));
            }
            leftDisk = most;
            peakDisk = larger(peakDisk, most);
            SampleFact.Processes processes = view.machine().processes();
            SampleFact.Memory memory = view.machine().memory();
            Long resident = processes == null ? null : processes.residentBytes();
            Long used = memory == null ? null : Long.valueOf(memory.usedBytes());
            peakMemory = larger(peakMemory, resident != null ? resident : used);
        }

        private static @Nullable Long larger(@Nullable Long known, @Nullable Long newer) {
            if (known == null || newer == null) {
                return known == null ? newer : known;
            }
            return Math.max(known, newer);
        }

        Use use() {
            return new Use(peakDisk, leftDisk, peakMemory);
        }
    }

    /** Records the newest samples for the run and its active packages. */
    public void look(RunView view) {
        tally(RUN).look(view);
        for (PackageView p : view.packages()) {
            if (p.active()) {
                tally(key(p)).look(view);
            }
        }
    }

    private Tally tally(String key) {
        return tallies.computeIfAbsent(key, k -> new Tally());
    }

    private static String key(PackageView p) {
        return p.id() + '#' + p.attempt();
    }

    /** Returns what a package used. */
    public Use of(PackageView p) {
        Tally tally = tallies.get(key(p));
        return tally == null ? Use.UNKNOWN : tally.use();
    }

    /** Returns what the run used. */
    public Use ofRun() {
        Tally tally = tallies.get(RUN);
        return tally == null ? Use.UNKNOWN : tally.use();
    }
}
