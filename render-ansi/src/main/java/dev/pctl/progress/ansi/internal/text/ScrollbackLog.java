package dev.pctl.progress.ansi.internal.text;

import dev.pctl.progress.ansi.style.Detail;
import dev.pctl.progress.ansi.style.OutcomeStyle;
import dev.pctl.progress.ansi.style.Style;
import dev.pctl.progress.ansi.style.StyledLine;
import dev.pctl.progress.ansi.style.Symbol;
import dev.pctl.progress.ansi.style.Theme;
import dev.pctl.progress.event.Advice;
import dev.pctl.progress.event.AdviceFact;
import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.event.InstallMethod;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PackageRef;
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
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is worth a line that stays: it compares each view with what was written before and gives the lines that are
 * new. Nothing is lost when views are skipped, since a view holds all packages.
 */
public final class ScrollbackLog {

    /** Phases that took no time are not worth a word. */
    private static final Duration WORTH_SAYING = Duration.ofMillis(50);

    private final Theme theme;
    private final boolean beginnings;
    private Detail detail;
    private final RunPhrases words;
    private final FailureBlock failures;
    private final Set<String> written = new HashSet<>();
    private List<PackageView> seen = List.of();

    /**
     * A journal that has written nothing.
     *
     * @param beginnings whether what begins is worth a line too, since nothing else shows it
     */
    public ScrollbackLog(Detail detail, Theme theme, boolean beginnings) {
        this.theme = theme;
        this.beginnings = beginnings;
        this.detail = detail;
        this.words = new RunPhrases(theme);
        this.failures = new FailureBlock(theme);
    }

    /** Tells more or less from now on. What was passed over before is not told later. */
    public void detail(Detail level) {
        detail = level;
    }

    public List<StyledLine> news(RunView view, Instant now) {
        List<StyledLine> lines = new ArrayList<>();
        plan(view, lines);
        Instant firstEnd = firstEnd(view);
        view.stages().forEach(s -> stage(s, now, firstEnd, lines));
        if (beginnings) {
            view.roots().stream().filter(r -> r.outcome() == null).forEach(r -> rootBegins(r, lines));
        }
        packages(view, now, lines);
        view.roots().stream().filter(r -> r.outcome() != null).forEach(r -> rootEnds(r, now, lines));
        view.stages().forEach(s -> stage(s, now, Instant.MAX, lines));
        view.failures().forEach(f -> failure(view, f, lines));
        view.advice().raised().forEach(a -> advice(a, lines));
        if (beginnings) {
            view.advice().questions().forEach(q -> question(q, lines));
        }
        view.advice().decisions().forEach(d -> decision(view, d, lines));
        return lines;
    }

    private void failure(RunView view, Diagnosis failure, List<StyledLine> lines) {
        PackageRef pkg = failure.pkg();
        if (isNew("failure", pkg == null ? "" : pkg.id(), failure.attempt(), failure.cause())) {
            lines.addAll(failures.lines(view, failure));
        }
    }

    /** The plan as a whole, once work begins; before that it may still grow. */
    private void plan(RunView view, List<StyledLine> lines) {
        if (view.packages().stream().anyMatch(p -> p.attempt() > 0) && isNew("plan")) {
            if (detail.atLeast(Detail.EVERYTHING)) {
                lines.addAll(new PlanTree(theme).lines(view));
            }
        }
    }

    private boolean isNew(Object... key) {
        return written.add(List.of(key).toString());
    }

    /** When the first of the packages and roots ended whose end is news: stages that ended later are told of later. */
    private Instant firstEnd(RunView view) {
        Stream<@Nullable Instant> packages = view.packages().stream()
                .filter(p -> p.outcome() != null && !told("package end", p.id(), p.attempt()))
                .map(PackageView::finished);
        Stream<@Nullable Instant> roots = view.roots().stream()
                .filter(r -> r.outcome() != null && !told("root end", r.spec()))
                .map(RootView::finished);
        return Stream.concat(packages, roots)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(Instant.MAX);
    }

    private boolean told(Object... key) {
        return written.contains(List.of(key).toString());
    }

    /** What there is to say of a stage up to that time. */
    private void stage(StageView stage, Instant now, Instant until, List<StyledLine> lines) {
        Instant began = stage.started();
        Instant ended = stage.finished();
        if (beginnings && (began == null || !began.isAfter(until)) && isNew("stage", stage.id())) {
            lines.add(StyledLine.of(stage.title(), Style.STRONG));
        }
        if (stage.outcome() != null && (ended == null || !ended.isAfter(until)) && isNew("stage end", stage.id())) {
            Duration time = stage.elapsed(now);
            lines.add(mark(stage.outcome())
                    .add(stage.title())
                    .add(time == null ? "" : "  " + Formats.precise(time), Style.FAINT));
        }
    }

    private void rootBegins(RootView root, List<StyledLine> lines) {
        if (isNew("root", root.spec())) {
            lines.add(StyledLine.of(theme.of(Symbol.RUN) + RunPhrases.counter(root))
                    .add(root.spec(), Style.STRONG));
        }
    }

    private void rootEnds(RootView root, Instant now, List<StyledLine> lines) {
        Outcome outcome = root.outcome();
        if (outcome == null || !isNew("root end", root.spec())) {
            return;
        }
        StyledLine line = mark(outcome).add(RunPhrases.counter(root)).add(root.spec(), Style.STRONG);
        Duration time = root.elapsed(now);
        lines.add(line.add(time == null ? "" : "  " + Formats.precise(time), Style.FAINT));
    }

    /** A view of a package is made anew only when something has become known of it. */
    @SuppressWarnings("ReferenceEquality")
    private void packages(RunView view, Instant now, List<StyledLine> lines) {
        List<PackageView> packages = view.packages();
        for (int i = 0; i < packages.size(); i++) {
            PackageView pkg = packages.get(i);
            if (i >= seen.size() || seen.get(i) != pkg) {
                pkg(view, pkg, now, lines);
            }
        }
        seen = packages;
    }

    private void pkg(RunView view, PackageView pkg, Instant now, List<StyledLine> lines) {
        if (pkg.planned()) {
            return;
        }
        if (beginnings
                && pkg.active()
                && isNew("package", pkg.id(), pkg.attempt())
                && detail.atLeast(Detail.PACKAGES)) {
            lines.add(StyledLine.of("  " + words.counter(view, pkg) + pkg.ref().spec() + " begins")
                    .add(usually(pkg), Style.FAINT));
        }
        if (beginnings) {
            pkg.phases().forEach(p -> phase(pkg, p, lines));
        }
        if (pkg.outcome() != null && isNew("package end", pkg.id(), pkg.attempt()) && shown(pkg)) {
            Diagnosis failure = failureOf(pkg, view);
            if (failure == null) {
                lines.add(ended(pkg, now));
            } else {
                failure(view, failure, lines);
            }
        }
    }

    /** Why the package failed, which says all that its end would say. */
    private static @Nullable Diagnosis failureOf(PackageView pkg, RunView view) {
        return view.failures().stream()
                .filter(f -> pkg.outcome() == Outcome.FAILED
                        && f.pkg() != null
                        && f.pkg().id().equals(pkg.id())
                        && f.attempt() == pkg.attempt())
                .findFirst()
                .orElse(null);
    }

    private boolean shown(PackageView pkg) {
        if (RunPhrases.found(pkg)) {
            return detail.atLeast(Detail.EVERYTHING);
        }
        return detail.atLeast(Detail.PACKAGES) || pkg.outcome() != Outcome.SUCCEEDED;
    }

    private String usually(PackageView pkg) {
        return pkg.forecast() == null
                ? ""
                : ", usually " + words.range(pkg.forecast()) + " ("
                        + pkg.forecast().basis() + ')';
    }

    private void phase(PackageView pkg, PhaseView phase, List<StyledLine> lines) {
        if (isNew("phase", pkg.id(), pkg.attempt(), phase.name()) && detail.atLeast(Detail.EVERYTHING)) {
            lines.add(StyledLine.of("    " + pkg.ref().name() + ": phase " + phase.name()));
        }
    }

    private StyledLine ended(PackageView pkg, Instant now) {
        StyledLine line = StyledLine.of("  ")
                .add(OutcomeStyle.mark(pkg.outcome(), theme) + ' ', OutcomeStyle.style(pkg.outcome()))
                .add(pkg.ref().spec());
        Duration time = RunPhrases.found(pkg) ? null : pkg.elapsed(now);
        return line.add(time == null ? "" : "  " + Formats.precise(time)).add(note(pkg), Style.FAINT);
    }

    private String note(PackageView pkg) {
        if (pkg.outcome() == Outcome.SKIPPED) {
            String because = pkg.because();
            return "  not built, since " + (because == null ? "a dependency" : RunPhrases.nameOf(because)) + " failed";
        }
        if (pkg.outcome() == Outcome.CANCELLED || pkg.outcome() == Outcome.UNFINISHED) {
            return "  " + pkg.outcome().name().toLowerCase(Locale.ROOT);
        }
        if (RunPhrases.found(pkg) || pkg.method() == InstallMethod.BINARY_CACHE) {
            return "  " + words.method(pkg.method());
        }
        if (!detail.atLeast(Detail.EVERYTHING)) {
            return "";
        }
        StringBuilder phases = new StringBuilder();
        for (PhaseView phase : pkg.phases()) {
            if (phase.stated() != null && phase.stated().compareTo(WORTH_SAYING) >= 0) {
                phases.append(phases.isEmpty() ? "  (" : ", ")
                        .append(phase.name())
                        .append(' ')
                        .append(Formats.precise(phase.stated()));
            }
        }
        return phases.isEmpty() ? "" : phases.append(')').toString();
    }

    private void advice(Advice advice, List<StyledLine> lines) {
        if (!isNew("advice", advice.id(), advice.severity())) {
            return;
        }
        lines.add(words.advice(advice));
        if (advice.why() != null) {
            lines.add(StyledLine.of("    " + advice.why()));
        }
        for (int i = 0; i < advice.remedies().size(); i++) {
            lines.add(StyledLine.of("    " + (i + 1) + ". " + advice.remedies().get(i)));
        }
    }

    /** What is asked is told where nothing else shows it, and what was answered in any case. */
    private void question(QuestionView question, List<StyledLine> lines) {
        if (isNew("question", question.advice(), question.until())) {
            lines.add(StyledLine.of(
                    theme.of(Symbol.QUESTION) + ' ' + question.question().text() + ' '
                            + RunPhrases.choices(question.question()) + "; without an answer within "
                            + Formats.brief(question.question().limit()) + ": "
                            + RunPhrases.name(question.question().byDefault())));
        }
    }

    private void decision(RunView view, AdviceFact.Decided decided, List<StyledLine> lines) {
        Advice advice = view.advice().raised(decided.id());
        if (advice == null || advice.question() == null || !isNew("decision", decided.id(), advice.severity())) {
            return;
        }
        lines.add(StyledLine.of("    " + advice.question().text() + ' ' + RunPhrases.name(decided.decision())
                + (decided.byDefault() ? ", since nobody answered" : "")));
    }

    private StyledLine mark(@Nullable Outcome outcome) {
        return StyledLine.of(OutcomeStyle.mark(outcome, theme) + ' ', OutcomeStyle.style(outcome));
    }
}
