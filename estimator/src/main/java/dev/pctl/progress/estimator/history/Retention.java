package dev.pctl.progress.estimator.history;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which records are worth keeping. */
public final class Retention {

    private Retention() {}

    /** The records that ended at or after the given time, and of each package the newest ones anyway. */
    public static List<BuildRecord> keep(List<BuildRecord> records, Instant since, int ofEach) {
        Map<String, Integer> seen = new HashMap<>();
        List<BuildRecord> kept = new ArrayList<>();
        for (int i = records.size() - 1; i >= 0; i--) {
            BuildRecord r = records.get(i);
            int newer = seen.merge(r.unit() + " " + r.name(), 1, Integer::sum);
            if (newer <= ofEach || !r.ended().isBefore(since)) {
                kept.add(r);
            }
        }
        Collections.reverse(kept);
        return kept;
    }
}
