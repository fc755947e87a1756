package dev.pctl.progress.internal.snapshot;

import dev.pctl.progress.event.Forecast;
import dev.pctl.progress.event.ForecastFact;
import dev.pctl.progress.event.InstallMethod;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PackageFact;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.view.PackageView;
import dev.pctl.progress.view.PhaseView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A {@link PackageView}. */
public record PackageSnapshot(
        String worker,
        List<String> awaitedBy,
        PackageRef ref,
        boolean root,
        int attempt,
        @Nullable Integer index,
        @Nullable Integer total,
        @Nullable InstallMethod method,
        @Nullable Instant started,
        @Nullable Instant finished,
        @Nullable Outcome outcome,
        @Nullable Duration stated,
        List<PhaseView> phases,
        PackageFact.@Nullable Kind activity,
        @Nullable String activityDetail,
        @Nullable String log,
        @Nullable String prefix,
        @Nullable String because,
        @Nullable Forecast forecast,
        @Nullable Forecast expected,
        ForecastFact.@Nullable AlternativeMethod alternative,
        PackageView.@Nullable Pace pace,
        Map<String, Forecast> phaseForecasts,
        ForecastFact.@Nullable PackageDiskNeed diskNeed,
        List<String> dependencies,
        List<String> output)
        implements PackageView {

    /** Makes all collections unmodifiable. */
    public PackageSnapshot {
        phases = List.copyOf(phases);
        phaseForecasts = Map.copyOf(phaseForecasts);
        dependencies = List.copyOf(dependencies);
        output = List.copyOf(output);
    }
}
