package dev.pctl.progress.ansi.internal.text;

import dev.pctl.progress.ansi.style.StyledLine;
import dev.pctl.progress.ansi.style.Theme;
import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.fleet.Attention;
import dev.pctl.progress.fleet.FleetRun;
import dev.pctl.progress.fleet.FleetView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The lines that stay of a fleet: a run began, needs attention, or ended; and each failure in full, once. */
public final class FleetLog {

    private final FleetPhrases phrases;
    private final FailureBlock failures;
    private final boolean starts;
    private final Map<String, Attention> reported = new HashMap<>();
    private final Set<List<Object>> explained = new HashSet<>();

    /**
     * Creates a log that has reported nothing.
     *
     * @param starts whether to report that a run began
     */
    public FleetLog(Theme theme, boolean starts) {
        phrases = new FleetPhrases(theme);
        failures = new FailureBlock(theme);
        this.starts = starts;
    }

    /** Returns what has not been reported yet. */
    public List<StyledLine> news(FleetView view) {
        List<StyledLine> lines = new ArrayList<>();
        Map<String, String> names = FleetPhrases.names(view);
        for (FleetRun run : view.runs()) {
            String id = run.view().run();
            Attention before = reported.put(id, run.attention());
            if (run.attention() != before && isWorthALine(run, before)) {
                lines.add(phrases.event(run, names.getOrDefault(id, id), before));
            }
            for (Diagnosis failure : run.view().failures()) {
                if (explained.add(List.of(id, failure))) {
                    failures.lines(run.view(), failure)
                            .forEach(l -> lines.add(StyledLine.of("  ").add(l)));
                }
            }
        }
        reported.keySet().retainAll(names.keySet());
        return lines;
    }

    /** A run that needs attention no more is reported only if it ended. */
    private boolean isWorthALine(FleetRun run, @Nullable Attention before) {
        boolean begins = before == null && run.attention() == Attention.ACTIVE;
        return begins ? starts : run.attention().isNeeded() || !run.active();
    }
}
