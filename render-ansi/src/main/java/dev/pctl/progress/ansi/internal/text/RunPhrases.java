package dev.pctl.progress.ansi.internal.text;

import dev.pctl.progress.ansi.style.Symbol;
import dev.pctl.progress.ansi.style.Theme;
import dev.pctl.progress.event.Forecast;
import dev.pctl.progress.event.ForecastFact;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PreviousRun;
import dev.pctl.progress.view.PackageView;
import dev.pctl.progress.view.RootView;
import dev.pctl.progress.view.RunCost;
import dev.pctl.progress.view.RunOutlook;
import dev.pctl.progress.view.RunView;
import dev.pctl.progress.view.StageView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Phrases about the run as a whole: headline, remaining time, package counts, earlier builds. */
public final class RunPhrases {

    /** The most durations of earlier builds that are listed: one line has room for five. */
    private static final int LISTED_BUILDS = 5;

    /** The most similar builds that are listed, each with its title and age. */
    private static final int LISTED_SIMILAR = 3;

    private final Theme theme;
    private final ForecastPhrases forecasts;

    public RunPhrases(Theme theme) {
        this.theme = theme;
        this.forecasts = new ForecastPhrases(theme);
    }

    /** Returns what the run as a whole is doing: its current stage, {@code Installing software}, or its title. */
    public String headline(RunView view) {
        StageView stage = view.currentStage();
        if (stage != null) {
            boolean counted = stage.index() != null && stage.total() != null;
            return stage.title() + (counted ? " (stage " + stage.index() + '/' + stage.total() + ')' : "");
        }
        if (view.outcome() == null && (!view.roots().isEmpty() || hasStarted(view))) {
            return "Installing software";
        }
        return view.status() != null ? view.status() : view.title();
    }

    /**
     * Returns the headline with the name of the current root, or of the only active package.
     *
     * @param brief whether to leave out all but the name
     */
    public String detailedHeadline(RunView view, boolean brief) {
        String installing = brief ? "" : "Installing ";
        RootView root = view.currentRoot();
        if (root != null) {
            String name = brief ? PackagePhrases.nameInSpec(root.spec()) : root.spec();
            return installing + name + count(root.index(), root.total());
        }
        List<PackageView> active = view.active();
        if (active.size() == 1) {
            PackageView only = active.get(0);
            return installing + only.ref().spec() + count(only.index(), only.total());
        }
        return headline(view);
    }

    private static String count(@Nullable Integer index, @Nullable Integer total) {
        return index == null || total == null ? "" : " [" + index + '/' + total + ']';
    }

    private static boolean hasStarted(RunView view) {
        return view.packages().stream().anyMatch(p -> p.attempt() > 0);
    }

    /** Returns whether the run's percentage rests on anything; without that none is shown. */
    public static boolean isShareKnown(RunView view) {
        return view.fraction() > 0
                || view.forecast().remaining() != null
                || view.statusFraction() != null
                || view.roots().stream().anyMatch(r -> r.total() != null)
                || view.packages().stream().anyMatch(p -> p.total() != null);
    }

    /** Returns what happens before the first package starts, or null if the host reports that itself. */
    public static @Nullable String beginning(RunView view) {
        if (hasStarted(view) || !view.stages().isEmpty() || !view.roots().isEmpty() || view.status() != null) {
            return null;
        }
        return view.log().output().isEmpty() && view.packages().isEmpty()
                ? "waiting for the first output"
                : "working out what to install";
    }

    // ---- times

    /** Returns {@code (12m:8m)}: the elapsed time, and the remaining time if there is a forecast. */
    public String clock(RunView view, Instant now) {
        Duration elapsed = view.elapsed(now);
        if (elapsed == null) {
            return "";
        }
        Forecast remaining = view.forecast().remaining(now);
        String left = remaining == null ? "" : ":" + Formats.brief(remaining.p50());
        return "(" + Formats.brief(elapsed) + left + ')';
    }

    /**
     * Returns {@code ~20–25m remaining, done around 14:05 (based on 3 previous builds)} as far as the width has room, or
     * null without a forecast. A rough guess names no time of day.
     */
    @Nullable
    public String remaining(RunView view, Instant now, int width) {
        Forecast remaining = view.forecast().remaining(now);
        if (remaining == null) {
            return null;
        }
        String range = forecasts.left(remaining) + " remaining";
        if (ForecastPhrases.isRough(remaining)) {
            return Formats.firstFitting(width, range + ", rough guess", range);
        }
        String done = range + ", done around " + Formats.timeOfDay(now.plus(remaining.p50()), theme.zone());
        return Formats.firstFitting(width, done + " (" + remaining.basis() + ')', done, range);
    }

    /** Returns {@code estimated 45–60m}, the forecast for the whole run made before it started, or null. */
    @Nullable
    public String estimated(RunView view) {
        Forecast total = view.forecast().outlook().total();
        return total == null ? null : "estimated " + forecasts.total(total);
    }

    /**
     * Returns {@code Cost: 0.34 EUR so far, 0.90–1.10 EUR in all}, or null if the host stated no price. Amounts are
     * separated by currency.
     */
    @Nullable
    public String cost(RunView view, Instant now) {
        List<RunCost> costs = RunCost.of(view, now);
        return costs.isEmpty()
                ? null
                : "Cost: " + costs.stream().map(c -> cost(c, view)).collect(Collectors.joining("; "));
    }

    private String cost(RunCost cost, RunView view) {
        String spent = Formats.amount(cost.spent(), cost.currency());
        RunCost.Interval total = cost.total();
        if (view.outcome() != null || total == null) {
            return spent + (view.outcome() == null ? " so far" : "");
        }
        return spent + " so far, " + Formats.amounts(total.low(), total.high(), cost.currency(), theme.of(Symbol.DASH))
                + " in all";
    }

    // ---- packages

    /** Returns {@code 12 of 40 packages done, 3 in progress, 25 waiting}, or null if that is not worth a line. */
    @Nullable
    public String counts(RunView view) {
        List<PackageView> packages = view.packages().stream()
                .filter(p -> !PackagePhrases.isPreinstalled(p))
                .toList();
        long waiting = packages.stream().filter(PackageView::planned).count();
        long active = packages.stream().filter(PackageView::active).count();
        long done =
                packages.stream().filter(p -> p.outcome() == Outcome.SUCCEEDED).count();
        if (waiting == 0 && (active < 2 || done == 0)) {
            return null;
        }
        long failed = packages.size() - waiting - active - done;
        String all = waiting == 0 ? "" : " of " + packages.size();
        boolean one = (waiting == 0 ? done : packages.size()) == 1;
        return done + all + (one ? " package" : " packages") + " done, " + active + " in progress"
                + (waiting == 0 ? "" : ", " + waiting + " waiting")
                + (failed == 0 ? "" : ", " + failed + " failed or skipped");
    }

    /** Returns {@code Critical path: gcc → openmpi → hdf5}, or null if it has fewer than two packages. */
    @Nullable
    public String criticalPath(RunOutlook outlook) {
        return outlook.criticalPath().size() < 2
                ? null
                : "Critical path: "
                        + outlook.criticalPath().stream()
                                .map(PackagePhrases::nameInId)
                                .collect(Collectors.joining(theme.of(Symbol.ARROW)));
    }

    // ---- earlier builds

    /** Returns {@code Your builds: 58m, 65m, 61m (average 61m ± 4m)}, or null. */
    @Nullable
    public String earlier(RunOutlook outlook) {
        Duration mean = outlook.earlierMean();
        if (mean == null) {
            return null;
        }
        Duration deviation = outlook.earlierDeviation();
        String builds = outlook.earlier().stream()
                .limit(LISTED_BUILDS)
                .map(r -> Formats.brief(r.took()))
                .collect(Collectors.joining(", "));
        return "Your builds: " + builds
                + (deviation == null
                        ? ""
                        : " (average " + Formats.brief(mean) + theme.of(Symbol.PLUS_MINUS) + Formats.brief(deviation)
                                + ')');
    }

    /** Returns {@code Similar builds: foundation-v1 58m (3 days ago), test 65m (1 week ago)}, or null. */
    @Nullable
    public String similar(RunOutlook outlook, Instant now) {
        if (outlook.similar().isEmpty()) {
            return null;
        }
        return "Similar builds: "
                + outlook.similar().stream()
                        .limit(LISTED_SIMILAR)
                        .map(r -> similar(r, now))
                        .collect(Collectors.joining(", "));
    }

    private static String similar(PreviousRun run, Instant now) {
        String build = run.title() + ' ' + Formats.brief(run.took());
        Duration since = Duration.between(run.ended(), now);
        return since.isNegative() ? build : build + " (" + Formats.ago(since) + ')';
    }

    /** Returns how good the latest forecasts were, or null if none was checked yet. */
    public static @Nullable String trackRecord(RunOutlook outlook) {
        ForecastFact.TrackRecord record = outlook.trackRecord();
        return record == null ? null : record.inWords();
    }
}
