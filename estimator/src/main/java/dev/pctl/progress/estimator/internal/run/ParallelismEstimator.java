package dev.pctl.progress.estimator.internal.run;

import dev.pctl.progress.estimator.history.BuildRecord;
import dev.pctl.progress.estimator.history.BuildRecord.Unit;
import dev.pctl.progress.view.RunView;
import java.util.ArrayList;
import java.util.List;

/** Estimates how many packages are built in parallel. */
public final class ParallelismEstimator {

    /** The seconds of overlap from which two packages were built in parallel: clocks of logs show whole seconds. */
    private static final double REAL_OVERLAP = 1;

    private int before = 1;
    private int most = 1;

    /** Counts the active packages. A number counts once it was seen twice in a row. */
    public void look(RunView view) {
        int now = view.active().size();
        most = Math.max(most, Math.min(before, now));
        before = now;
    }

    /** Returns the largest number seen, at least 1. */
    public int count() {
        return most;
    }

    /** Returns the largest number of packages that overlapped in an earlier run, at least 1. */
    static int of(List<BuildRecord> parts) {
        List<double[]> changes = new ArrayList<>();
        for (BuildRecord r : parts) {
            if (r.unit() == Unit.PACKAGE && r.seconds() > REAL_OVERLAP) {
                double start = r.started().toEpochMilli() / 1e3;
                changes.add(new double[] {start + REAL_OVERLAP, 1});
                changes.add(new double[] {start + r.seconds(), -1});
            }
        }
        changes.sort((a, b) -> a[0] == b[0] ? Double.compare(a[1], b[1]) : Double.compare(a[0], b[0]));
        int open = 0;
        int most = 1;
        for (double[] change : changes) {
            open += (int) change[1];
            most = Math.max(most, open);
        }
        return most;
    }
}
