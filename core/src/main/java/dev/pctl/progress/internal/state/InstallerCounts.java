package dev.pctl.progress.internal.state;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * How many packages are done by the installers' own counts. An installer numbers a package when it begins it, so those
 * still active are subtracted from the highest number; the steps of their builds count as parts of a package. Each update
 * takes constant time, however many packages there are.
 */
final class InstallerCounts {

    private final Map<String, Count> counts = new HashMap<>();
    private int done;
    private int total;

    /** The parts of active packages that are done, together. */
    private double parts;

    private static final class Count {
        final Set<PackageState> active = new HashSet<>();
        int highest;
        int total;

        int done() {
            return Math.max(0, highest - active.size());
        }
    }

    /** Takes over what a package's newest fact changed. */
    void update(String worker, PackageState state, RunProgress progress) {
        Integer index = state.index();
        Integer newTotal = state.total();
        if (index == null) {
            return;
        }
        Count count = counts.computeIfAbsent(worker, w -> new Count());
        int doneBefore = count.total == 0 ? 0 : count.done();
        count.highest = Math.max(count.highest, index);
        if (state.ended()) {
            count.active.remove(state);
        } else {
            count.active.add(state);
        }
        if (newTotal != null && newTotal > 0) {
            total += newTotal - count.total;
            count.total = newTotal;
        }
        done += count.total == 0 ? 0 : count.done() - doneBefore;
        parts += state.countPart();
        report(progress);
    }

    /** Takes over what the newest step of a package changed. */
    void updatePart(PackageState state, RunProgress progress) {
        double change = state.index() == null ? 0 : state.countPart();
        if (change != 0) {
            parts += change;
            report(progress);
        }
    }

    private void report(RunProgress progress) {
        if (total > 0) {
            progress.packages(done + parts, total);
        }
    }
}
