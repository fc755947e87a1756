package dev.pctl.progress.estimator.internal.run;

import dev.pctl.progress.estimator.history.BuildHistory;
import dev.pctl.progress.estimator.history.BuildRecord;
import dev.pctl.progress.estimator.history.BuildRecord.Unit;
import dev.pctl.progress.estimator.internal.model.DurationModel;
import dev.pctl.progress.estimator.internal.model.WalkForwardEvaluation;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What a history teaches: how long packages, roots and stages take, and which runs there were. */
public final class LearnedHistory {

    /** Limits the time to learn. Older records hardly change a forecast: their weight halves with every three builds. */
    private static final int NEWEST_RECORDS = 20_000;

    private final Map<Unit, DurationModel> models = new EnumMap<>(Unit.class);
    private final RunArchive archive;

    private LearnedHistory(List<BuildRecord> records) {
        for (Unit unit : Unit.values()) {
            models.put(
                    unit,
                    WalkForwardEvaluation.model(
                            records.stream().filter(r -> r.unit() == unit).toList()));
        }
        archive = new RunArchive(records);
    }

    /**
     * Learns from the newest records of a history.
     *
     * @param now the present time, by which implausible records are recognized and ignored
     */
    public static LearnedHistory of(BuildHistory history, Instant now) {
        return new LearnedHistory(history.newest(NEWEST_RECORDS).stream()
                .filter(r -> r.isPlausible(now))
                .toList());
    }

    /** Returns the model of the packages' durations. */
    public DurationModel packages() {
        return model(Unit.PACKAGE);
    }

    DurationModel model(Unit unit) {
        return models.getOrDefault(unit, new DurationModel());
    }

    /** Returns the earlier runs. */
    RunArchive archive() {
        return archive;
    }
}
