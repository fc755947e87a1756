package dev.pctl.progress.estimator.history;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Decides which records are worth keeping. */
final class Retention {

    /** The number of newest records of each name that are kept however old they are. */
    static final int KEPT_OF_EACH = 5;

    private Retention() {}

    /**
     * Returns the plausible records that ended at or after the given time, and of each name the newest ones anyway.
     *
     * @param now the present time, by which a record is plausible or not
     */
    static List<BuildRecord> since(Instant since, Instant now, List<BuildRecord> records) {
        return keep(
                records.stream().filter(r -> r.isPlausible(now)).toList(),
                r -> !r.ended().isBefore(since));
    }

    /** Returns the newest records, and of each name the newest ones anyway. */
    static List<BuildRecord> newest(int count, List<BuildRecord> records) {
        if (records.size() <= count) {
            return records;
        }
        int[] newer = {0};
        return keep(records, r -> newer[0]++ < count);
    }

    private static List<BuildRecord> keep(List<BuildRecord> records, Predicate<BuildRecord> wanted) {
        Map<String, Integer> seen = new HashMap<>();
        List<BuildRecord> kept = new ArrayList<>();
        for (int i = records.size() - 1; i >= 0; i--) {
            BuildRecord r = records.get(i);
            boolean isWanted = wanted.test(r);
            if (seen.merge(r.unit() + " " + r.name(), 1, Integer::sum) <= KEPT_OF_EACH || isWanted) {
                kept.add(r);
            }
        }
        Collections.reverse(kept);
        return kept;
    }
}
