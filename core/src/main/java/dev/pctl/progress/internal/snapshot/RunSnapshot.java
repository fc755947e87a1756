package dev.pctl.progress.internal.snapshot;

import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.view.AdviceView;
import dev.pctl.progress.view.ForecastView;
import dev.pctl.progress.view.LogView;
import dev.pctl.progress.view.MachineView;
import dev.pctl.progress.view.PackageView;
import dev.pctl.progress.view.RootView;
import dev.pctl.progress.view.RunView;
import dev.pctl.progress.view.StageView;
import dev.pctl.progress.view.WorkerPrice;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A {@link RunView}. */
public record RunSnapshot(
        String run,
        String title,
        Map<String, String> labels,
        @Nullable Instant started,
        @Nullable Instant updated,
        @Nullable Instant heard,
        @Nullable Instant finished,
        @Nullable Outcome outcome,
        @Nullable String detail,
        double fraction,
        @Nullable String status,
        @Nullable Double statusFraction,
        List<WorkerPrice> prices,
        List<StageView> stages,
        List<RootView> roots,
        List<PackageView> packages,
        List<Diagnosis> failures,
        Map<String, List<Diagnosis>> failuresByWorker,
        List<MachineView> machines,
        ForecastView forecast,
        AdviceView advice,
        LogView log)
        implements RunView {

    private static final String MAIN = "main";
    private static final MachineView UNREAD = MachineReadingsSnapshot.empty(MAIN);

    /** Makes all collections unmodifiable. */
    public RunSnapshot {
        labels = Map.copyOf(labels);
        prices = List.copyOf(prices);
        stages = List.copyOf(stages);
        roots = List.copyOf(roots);
        packages = List.copyOf(packages);
        failures = List.copyOf(failures);
        failuresByWorker = Map.copyOf(failuresByWorker);
        machines = List.copyOf(machines);
    }

    @Override
    public List<Diagnosis> failures(String worker) {
        return failuresByWorker.getOrDefault(worker, List.of());
    }

    @Override
    public MachineView machine() {
        MachineView first = null;
        for (MachineView machine : machines) {
            if (machine.isRead() && machine.worker().equals(MAIN)) {
                return machine;
            }
            first = first == null && machine.isRead() ? machine : first;
        }
        return first == null ? UNREAD : first;
    }
}
