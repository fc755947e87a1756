package dev.pctl.progress.ansi.internal.text;

import dev.pctl.progress.ansi.style.Detail;
import dev.pctl.progress.ansi.style.Style;
import dev.pctl.progress.ansi.style.StyledLine;
import dev.pctl.progress.ansi.style.Symbol;
import dev.pctl.progress.ansi.style.Theme;
import dev.pctl.progress.event.Advice;
import dev.pctl.progress.event.AdviceFact;
import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.event.InstallMethod;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.view.PackageView;
import dev.pctl.progress.view.PhaseView;
import dev.pctl.progress.view.QuestionView;
import dev.pctl.progress.view.RootView;
import dev.pctl.progress.view.RunView;
import dev.pctl.progress.view.StageView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the lines that are to stay on the screen: compares each view with what was printed before and returns what is
 * new, in order of time. Skipped views lose nothing, since a view holds all packages.
 */
public final class ScrollbackLog {

    /** Phases that took less are not listed behind a package. */
    private static final Duration LEAST_PHASE = Duration.ofMillis(50);

    /** How long an unexplained failure waits for its explanation, which may be in a build log that is still read. */
    private static final Duration EXPLANATION_LIMIT = Duration.ofSeconds(10);

    /**
     * The order of what happened at the same moment: a failure precedes the packages that were skipped because of it, ends
     * precede starts, a stage encloses its roots, and a root its packages.
     */
    private enum Kind {
        PLAN,
        FAILURE,
        PACKAGE_END,
        ROOT_END,
        STAGE_END,
        STAGE_START,
        ROOT_START,
        PACKAGE,
        /** The end of a stage that started at that same moment. */
        SHORT_STAGE_END,
        OTHER
    }

    private record Entry(Instant time, Kind kind, List<StyledLine> lines) {}

    private final Theme theme;
    private final boolean starts;
    private Detail detail;
    private final PackagePhrases packages;
    private final ForecastPhrases forecasts;
    private final AdvicePhrases advice;
    private final FailureBlock failures;
    private final Set<String> printed = new HashSet<>();
    private final Map<String, Instant> unexplained = new HashMap<>();
    private final List<Entry> entries = new ArrayList<>();
    private List<PackageView> seen = List.of();

    /**
     * Creates a log that has printed nothing.
     *
     * @param starts whether to print what starts too, because no display shows it
     */
    public ScrollbackLog(Detail detail, Theme theme, boolean starts) {
        this.theme = theme;
        this.starts = starts;
        this.detail = detail;
        this.packages = new PackagePhrases(theme);
        this.forecasts = new ForecastPhrases(theme);
        this.advice = new AdvicePhrases(theme);
        this.failures = new FailureBlock(theme);
    }

    /** Changes the level of detail from now on. What was left out before is not printed later. */
    public void detail(Detail level) {
        detail = level;
    }

    /** Returns the lines that are new in this view. */
    public List<StyledLine> news(RunView view, Instant now) {
        entries.clear();
        plan(view);
        view.stages().forEach(s -> stage(s, now));
        view.roots().forEach(r -> root(r, now));
        packages(view, now);
        view.failures().forEach(f -> failure(view, f, now));
        view.advice().raised().forEach(a -> advice(a, now));
        if (starts) {
            view.advice().questions().forEach(q -> question(q, now));
        }
        view.advice().decisions().forEach(d -> decision(view, d, now));
        return entries.stream()
                .sorted(Comparator.comparing(Entry::time).thenComparing(Entry::kind))
                .flatMap(e -> e.lines().stream())
                .toList();
    }

    private void add(@Nullable Instant time, Instant now, Kind kind, List<StyledLine> lines) {
        entries.add(new Entry(time == null ? now : time, kind, lines));
    }

    private boolean isNew(Object... key) {
        return printed.add(List.of(key).toString());
    }

    /** Prints the plan once work starts; before that it may still grow. */
    private void plan(RunView view) {
        if (view.packages().stream().anyMatch(p -> p.attempt() > 0) && isNew("plan")) {
            if (detail.atLeast(Detail.EVERYTHING)) {
                add(Instant.MIN, Instant.MIN, Kind.PLAN, new PlanTree(theme).lines(view));
            }
        }
    }

    // ---- stages and roots

    private void stage(StageView stage, Instant now) {
        if (starts && isNew("stage", stage.id())) {
            add(stage.started(), now, Kind.STAGE_START, List.of(StyledLine.of(stage.title(), Style.STRONG)));
        }
        if (stage.outcome() != null && isNew("stage end", stage.id())) {
            boolean brief = stage.finished() != null && stage.finished().equals(stage.started());
            StyledLine line = mark(stage.outcome()).add(stage.title()).add(time(stage.elapsed(now)), Style.FAINT);
            add(stage.finished(), now, brief ? Kind.SHORT_STAGE_END : Kind.STAGE_END, List.of(line));
        }
    }

    private void root(RootView root, Instant now) {
        String counter = PackagePhrases.counter(root);
        if (starts && root.outcome() == null && isNew("root", root.spec())) {
            StyledLine line = StyledLine.of(theme.of(Symbol.RUN) + counter).add(root.spec(), Style.STRONG);
            add(root.started(), now, Kind.ROOT_START, List.of(line));
        }
        if (root.outcome() != null && isNew("root end", root.spec())) {
            StyledLine line = mark(root.outcome())
                    .add(counter)
                    .add(root.spec(), Style.STRONG)
                    .add(time(root.elapsed(now)), Style.FAINT);
            add(root.finished(), now, Kind.ROOT_END, List.of(line));
        }
    }

    private static String time(@Nullable Duration time) {
        return time == null ? "" : "  " + Formats.precise(time);
    }

    private StyledLine mark(@Nullable Outcome outcome) {
        return StyledLine.of(theme.mark(outcome) + ' ', Style.of(outcome));
    }

    // ---- packages

    /** A package's view is a new object only if something has changed. */
    @SuppressWarnings("ReferenceEquality")
    private void packages(RunView view, Instant now) {
        List<PackageView> all = view.packages();
        for (int i = 0; i < all.size(); i++) {
            PackageView pkg = all.get(i);
            if ((i >= seen.size() || seen.get(i) != pkg) && !pkg.planned()) {
                pkg(view, pkg, now);
            }
        }
        seen = all;
    }

    private void pkg(RunView view, PackageView pkg, Instant now) {
        if (starts) {
            start(view, pkg, now);
        }
        if (pkg.outcome() != null
                && isNew("package end", pkg.id(), pkg.attempt())
                && isShown(pkg)
                && !isDiagnosed(pkg, view)) {
            add(pkg.finished(), now, isInstant(pkg) ? Kind.PACKAGE : Kind.PACKAGE_END, List.of(ended(pkg, now)));
        }
    }

    private static boolean isInstant(PackageView pkg) {
        return pkg.finished() != null && pkg.finished().equals(pkg.started());
    }

    private void start(RunView view, PackageView pkg, Instant now) {
        if (pkg.active() && isNew("package", pkg.id(), pkg.attempt()) && detail.atLeast(Detail.PACKAGES)) {
            StyledLine line = StyledLine.of(
                            "  " + packages.counter(view, pkg) + pkg.ref().spec() + " started")
                    .add(usually(pkg), Style.FAINT);
            add(pkg.started(), now, Kind.PACKAGE, List.of(line));
        }
        for (PhaseView phase : pkg.phases()) {
            if (isNew("phase", pkg.id(), pkg.attempt(), phase.name()) && detail.atLeast(Detail.EVERYTHING)) {
                String text = "    " + pkg.ref().name() + ": phase " + phase.name();
                boolean last = pkg.finished() != null && pkg.finished().equals(phase.started()) && !isInstant(pkg);
                add(phase.started(), now, last ? Kind.PACKAGE_END : Kind.PACKAGE, List.of(StyledLine.of(text)));
            }
        }
    }

    /** Returns whether a failure block reports the end of the package. */
    private static boolean isDiagnosed(PackageView pkg, RunView view) {
        return (pkg.outcome() == Outcome.FAILED || pkg.outcome() == Outcome.UNFINISHED)
                && view.failures().stream()
                        .anyMatch(f -> f.packageRef() != null
                                && f.packageRef().id().equals(pkg.id())
                                && f.attempt() == pkg.attempt());
    }

    private boolean isShown(PackageView pkg) {
        if (PackagePhrases.isPreinstalled(pkg)) {
            return detail.atLeast(Detail.EVERYTHING);
        }
        return detail.atLeast(Detail.PACKAGES) || pkg.outcome() != Outcome.SUCCEEDED;
    }

    private String usually(PackageView pkg) {
        return pkg.forecast() == null ? "" : ", usually takes " + forecasts.totalWithBasis(pkg.forecast());
    }

    private StyledLine ended(PackageView pkg, Instant now) {
        Duration time = PackagePhrases.isPreinstalled(pkg) ? null : pkg.elapsed(now);
        return StyledLine.of("  ")
                .add(mark(pkg.outcome()))
                .add(pkg.ref().spec())
                .add(time(time))
                .add(note(pkg), Style.FAINT);
    }

    private String note(PackageView pkg) {
        if (pkg.outcome() == Outcome.SKIPPED) {
            String because = pkg.because();
            return "  not built because " + (because == null ? "a dependency" : PackagePhrases.nameInId(because))
                    + " failed";
        }
        if (pkg.outcome() == Outcome.CANCELLED || pkg.outcome() == Outcome.UNFINISHED) {
            return "  " + pkg.outcome().name().toLowerCase(Locale.ROOT);
        }
        if (PackagePhrases.isPreinstalled(pkg)
                || pkg.method() == InstallMethod.BINARY_CACHE
                || pkg.method() == InstallMethod.DOWNLOAD) {
            return "  " + PackagePhrases.method(pkg.method());
        }
        return detail.atLeast(Detail.EVERYTHING) ? phaseTimes(pkg) : "";
    }

    private static String phaseTimes(PackageView pkg) {
        StringBuilder phases = new StringBuilder();
        for (PhaseView phase : pkg.phases()) {
            if (phase.stated() != null && phase.stated().compareTo(LEAST_PHASE) >= 0) {
                phases.append(phases.isEmpty() ? "  (" : ", ")
                        .append(phase.name())
                        .append(' ')
                        .append(Formats.precise(phase.stated()));
            }
        }
        return phases.isEmpty() ? "" : phases.append(')').toString();
    }

    // ---- failures

    /** Prints a failure once; again only if it was printed without a reason, and has one now. */
    private void failure(RunView view, Diagnosis failure, Instant now) {
        String pkg = failure.packageRef() == null ? "" : failure.packageRef().id();
        String key = pkg + '#' + failure.attempt();
        if (!FailurePhrases.isExplained(failure)) {
            Instant since = unexplained.computeIfAbsent(key, k -> now);
            boolean waits = view.outcome() == null && now.isBefore(since.plus(EXPLANATION_LIMIT));
            if (waits || printed.contains("failure " + key) || !printed.add(unexplainedKey(key))) {
                return;
            }
        } else if (!printed.add("failure " + key)) {
            return;
        }
        boolean isLate = FailurePhrases.isExplained(failure) && printed.contains(unexplainedKey(key));
        List<StyledLine> lines = isLate ? failures.explained(view, failure) : failures.lines(view, failure);
        add(finished(view, failure), now, Kind.FAILURE, lines);
    }

    private static String unexplainedKey(String failure) {
        return "unexplained " + failure;
    }

    private static @Nullable Instant finished(RunView view, Diagnosis failure) {
        PackageView pkg = failure.packageRef() == null
                ? null
                : view.packageOf(failure.packageRef().id());
        return pkg == null || pkg.attempt() != failure.attempt() ? null : pkg.finished();
    }

    // ---- advice

    private void advice(Advice raised, Instant now) {
        if (isNew("advice", raised.id(), raised.severity())) {
            List<StyledLine> lines = new ArrayList<>(List.of(advice.advice(raised)));
            if (raised.why() != null) {
                lines.add(StyledLine.of("    " + raised.why()));
            }
            lines.addAll(AdvicePhrases.remedies("    ", raised.remedies()));
            add(now, now, Kind.OTHER, lines);
        }
    }

    private void question(QuestionView question, Instant now) {
        if (isNew("question", question.advice(), question.until())) {
            add(now, now, Kind.OTHER, List.of(advice.announced(question.question())));
        }
    }

    private void decision(RunView view, AdviceFact.Decided decided, Instant now) {
        Advice raised = view.advice().raised(decided.id());
        if (raised != null && raised.question() != null && isNew("decision", decided.id(), raised.severity())) {
            add(now, now, Kind.OTHER, List.of(AdvicePhrases.decided(raised.question(), decided)));
        }
    }
}
