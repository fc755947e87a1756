package dev.pctl.progress.estimator.internal.run;

import dev.pctl.progress.estimator.history.BuildRecord.Unit;
import dev.pctl.progress.event.ForecastFact;
import dev.pctl.progress.event.PreviousRun;
import dev.pctl.progress.view.RunView;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Finds earlier runs of the same title, and similar ones of other titles. */
final class ComparableRuns {

    private static final int MOST_SAME = 5;
    private static final int MOST_SIMILAR = 3;

    /** The likeness, between 0 and 1, from which a run is similar. */
    private static final double SIMILAR = 0.3;

    private static final double OTHER_MACHINE = 0.8;
    private static final double OTHER_CORES = 0.9;

    private ComparableRuns() {}

    private record Candidate(RunArchive.PastRun run, double likeness) {}

    /** Returns the runs of the same title, and of each other title the newest one if it built similar packages. */
    static ForecastFact.Precedents of(RunView view, BuildContext labels, RunArchive past) {
        List<RunArchive.PastRun> runs = past.all();
        List<PreviousRun> same = runs.stream()
                .filter(r -> r.run().name().equals(labels.title()))
                .limit(MOST_SAME)
                .map(RunArchive.PastRun::summary)
                .toList();
        Set<String> wanted = packages(view, labels, past);
        Map<String, Candidate> others = new LinkedHashMap<>();
        for (RunArchive.PastRun run : runs) {
            if (!run.run().name().equals(labels.title())) {
                others.computeIfAbsent(run.run().name(), t -> new Candidate(run, likeness(run, labels, wanted)));
            }
        }
        List<PreviousRun> similar = others.values().stream()
                .filter(c -> c.likeness() >= SIMILAR)
                .sorted(Comparator.comparingDouble(Candidate::likeness).reversed())
                .limit(MOST_SIMILAR)
                .map(c -> c.run().summary())
                .toList();
        return new ForecastFact.Precedents(same, similar);
    }

    /** Returns the names of the known packages of this run and of those of the last run of its title. */
    private static Set<String> packages(RunView view, BuildContext labels, RunArchive past) {
        Set<String> names = new HashSet<>();
        view.packages().forEach(p -> names.add(p.ref().name()));
        RunArchive.PastRun last = past.lastOf(labels.title());
        if (last != null) {
            names.addAll(names(last));
        }
        return names;
    }

    private static Set<String> names(RunArchive.PastRun run) {
        Set<String> names = new HashSet<>();
        run.missing(Unit.PACKAGE, Set.of()).forEach(r -> names.add(r.name()));
        return names;
    }

    /** Returns the overlap of the packages (Jaccard index), reduced if the machine differs. */
    private static double likeness(RunArchive.PastRun run, BuildContext labels, Set<String> wanted) {
        Set<String> theirs = names(run);
        Set<String> both = new HashSet<>(theirs);
        both.retainAll(wanted);
        theirs.addAll(wanted);
        double overlap = theirs.isEmpty() ? 0 : (double) both.size() / theirs.size();
        double machine = Objects.equals(run.run().machine(), labels.machine()) ? 1 : OTHER_MACHINE;
        double cores = Objects.equals(run.run().cores(), labels.cores()) ? 1 : OTHER_CORES;
        return overlap * machine * cores;
    }
}
