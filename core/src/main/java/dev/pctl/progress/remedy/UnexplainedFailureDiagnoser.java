package dev.pctl.progress.remedy;

import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.view.PackageView;
import dev.pctl.progress.view.PhaseView;
import dev.pctl.progress.view.RunView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Diagnoses a run that ended without saying why: by what was going on, and what was said last. */
final class UnexplainedFailureDiagnoser {

    private static final int EXCERPT = 10;

    private UnexplainedFailureDiagnoser() {}

    /**
     * What is to be said of the end of a run.
     *
     * @param view what is known of the run; what was going on may have been closed as unfinished already
     * @return null if nothing went wrong, if the user ended it, or if the log itself has told why
     */
    static @Nullable Diagnosis of(RunView view, RunTermination ending) {
        boolean explained = !view.failures().isEmpty();
        if (ending.outcome() == Outcome.SUCCEEDED || ending.outcome() == Outcome.CANCELLED || explained) {
            return null;
        }
        List<PackageView> open = open(view);
        PackageView last = open.isEmpty() ? null : open.get(open.size() - 1);
        String phase = last == null ? null : lastPhase(last);
        List<String> output = view.log().output();
        return new Diagnosis(
                last == null ? null : last.ref(),
                last == null ? 1 : last.attempt(),
                phase,
                ending.cause(),
                ending.kind(),
                null,
                summary(ending, open),
                last == null ? null : last.log(),
                null,
                ending.detail(),
                output.subList(Math.max(0, output.size() - EXCERPT), output.size()),
                null,
                Map.of(),
                null,
                List.of());
    }

    /** What was going on when the run ended, the one begun last at the end. */
    private static List<PackageView> open(RunView view) {
        List<PackageView> open = new ArrayList<>();
        for (PackageView pkg : view.packages()) {
            if (pkg.active() || pkg.outcome() == Outcome.UNFINISHED) {
                open.add(pkg);
            }
        }
        open.sort(Comparator.comparing(p -> p.started() == null ? Instant.MIN : p.started()));
        return open;
    }

    private static @Nullable String lastPhase(PackageView pkg) {
        List<PhaseView> phases = pkg.phases();
        return phases.isEmpty() ? null : phases.get(phases.size() - 1).name();
    }

    private static String summary(RunTermination ending, List<PackageView> open) {
        String detail = capitalized(ending.detail());
        return open.isEmpty()
                ? detail + "; nothing was being built, and the log does not say why"
                : detail + " during "
                        + open.stream().map(UnexplainedFailureDiagnoser::doing).collect(Collectors.joining(", "))
                        + "; the log does not say why";
    }

    private static String doing(PackageView pkg) {
        String phase = lastPhase(pkg);
        return pkg.ref().spec() + (phase == null ? "" : " (" + phase + ')');
    }

    private static String capitalized(String text) {
        return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}
