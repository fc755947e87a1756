package dev.pctl.progress.ansi.internal.text;

import dev.pctl.progress.ansi.internal.width.DisplayWidth;
import dev.pctl.progress.ansi.style.Style;
import dev.pctl.progress.ansi.style.StyledLine;
import dev.pctl.progress.ansi.style.Symbol;
import dev.pctl.progress.ansi.style.Theme;
import dev.pctl.progress.event.Advice;
import dev.pctl.progress.event.Decision;
import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.event.FailureCause;
import dev.pctl.progress.event.Forecast;
import dev.pctl.progress.event.ForecastFact;
import dev.pctl.progress.event.InstallMethod;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PreviousRun;
import dev.pctl.progress.event.Question;
import dev.pctl.progress.event.SampleFact;
import dev.pctl.progress.view.PackageView;
import dev.pctl.progress.view.PhaseView;
import dev.pctl.progress.view.QuestionView;
import dev.pctl.progress.view.RootView;
import dev.pctl.progress.view.RunOutlook;
import dev.pctl.progress.view.RunView;
import dev.pctl.progress.view.StageView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says in words what a view holds: shared by all layouts, so that they say the same. */
public final class RunPhrases {

    /** How many earlier runs are named one by one. */
    private static final int PAST_RUNS = 5;

    private static final int SIMILAR_RUNS = 3;

    /** Bytes a minute, below which a disk neither grows nor shrinks. */
    private static final double WORTH_NAMING = 1 << 20;

    private final Theme theme;

    public RunPhrases(Theme theme) {
        this.theme = theme;
    }

    private String dash() {
        return theme.of(Symbol.DASH);
    }

    // ---- the run

    /** What the run is busy with as a whole. */
    public String headline(RunView view) {
        StageView stage = view.currentStage();
        if (stage != null) {
            return stage.title() + count(stage.index(), stage.total());
        }
        boolean installing = !view.roots().isEmpty() || view.packages().stream().anyMatch(p -> p.attempt() > 0);
        if (view.outcome() == null && installing) {
            return "Installing software";
        }
        return view.status() != null ? view.status() : view.title();
    }

    /**
     * What the run is busy with, by the name of the root or of the only package that is worked on.
     *
     * @param brief whether the name must do
     */
    public String detailedHeadline(RunView view, boolean brief) {
        String installing = brief ? "" : "Installing ";
        RootView root = view.currentRoot();
        if (root != null) {
            return installing + (brief ? rootName(root.spec()) : root.spec()) + count(root.index(), root.total());
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

    /** Whether anything is known of how far the run is; no percentage is better than one of nothing. */
    public static boolean isShareKnown(RunView view) {
        return view.fraction() > 0
                || view.forecast().remaining() != null
                || view.statusFraction() != null
                || view.roots().stream().anyMatch(r -> r.total() != null)
                || view.packages().stream().anyMatch(p -> p.total() != null);
    }

    /** What goes on before there is any package, or null if the host says that itself. */
    public static @Nullable String beginning(RunView view) {
        boolean begun = view.packages().stream().anyMatch(p -> p.attempt() > 0);
        if (begun || !view.stages().isEmpty() || !view.roots().isEmpty() || view.status() != null) {
            return null;
        }
        return view.log().output().isEmpty() && view.packages().isEmpty()
                ? "waiting for the first word of the build"
                : "working out what is to be installed";
    }

    /** {@code (12m:8m)}: elapsed, and remaining where there is a forecast. */
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
     * {@code ~20–25m remaining, until about 14:05 (based on 3 previous builds)}, as much of it as the width has room for;
     * null if there is no forecast.
     */
    @Nullable
    public String remaining(RunView view, Instant now, int width) {
        Forecast remaining = view.forecast().remaining(now);
        if (remaining == null) {
            return null;
        }
        String range = left(remaining.p10(), remaining.p90()) + " remaining";
        String until = range + ", until about " + Formats.timeOfDay(now.plus(remaining.p50()), theme.zone());
        String whole = until + " (" + remaining.basis() + ')';
        return DisplayWidth.width(whole) <= width ? whole : DisplayWidth.width(until) <= width ? until : range;
    }

    /** {@code estimated 45–60m}, what was forecast for the whole before anything was built; or null. */
    @Nullable
    public String estimated(RunView view) {
        Forecast total = view.forecast().outlook().total();
        return total == null ? null : "estimated " + range(total);
    }

    /** {@code Your builds: 58m, 65m, 61m (on average 61m ± 4m)}, or null. */
    @Nullable
    public String earlier(RunOutlook outlook) {
        Duration mean = outlook.earlierMean();
        if (mean == null) {
            return null;
        }
        Duration deviation = outlook.earlierDeviation();
        String builds = outlook.earlier().stream()
                .limit(PAST_RUNS)
                .map(r -> Formats.brief(r.took()))
                .collect(Collectors.joining(", "));
        return "Your builds: " + builds
                + (deviation == null
                        ? ""
                        : " (on average " + Formats.brief(mean) + theme.of(Symbol.PLUS_MINUS) + Formats.brief(deviation)
                                + ')');
    }

    /** {@code Similar builds: foundation-v1 58m (3 days ago), test 65m (1 week ago)}, or null. */
    @Nullable
    public String similar(RunOutlook outlook, Instant now) {
        if (outlook.similar().isEmpty()) {
            return null;
        }
        return "Similar builds: "
                + outlook.similar().stream()
                        .limit(SIMILAR_RUNS)
                        .map(r -> similar(r, now))
                        .collect(Collectors.joining(", "));
    }

    private static String similar(PreviousRun run, Instant now) {
        String build = run.title() + ' ' + Formats.brief(run.took());
        Duration since = Duration.between(run.ended(), now);
        return since.isNegative() ? build : build + " (" + Formats.ago(since) + ')';
    }

    /** How good forecasts were lately, or null where that is not known yet. */
    public static @Nullable String trackRecord(RunOutlook outlook) {
        ForecastFact.TrackRecord lately = outlook.trackRecord();
        return lately == null ? null : lately.inWords();
    }

    /** {@code Critical path: gcc → openmpi → hdf5}, or null where there is no more than one package to wait for. */
    @Nullable
    public String criticalPath(RunOutlook outlook) {
        return outlook.criticalPath().size() < 2
                ? null
                : "Critical path: "
                        + outlook.criticalPath().stream()
                                .map(RunPhrases::nameOf)
                                .collect(Collectors.joining(theme.of(Symbol.ARROW)));
    }

    /** The name in a package's id. */
    static String nameOf(String id) {
        int end = 0;
        while (end < id.length() && "/@".indexOf(id.charAt(end)) < 0) {
            end++;
        }
        return id.substring(0, end);
    }

    // ---- packages

    /** {@code [2/5] } where somebody counts. */
    public String counter(RunView view, PackageView pkg) {
        RootView root = view.currentRoot();
        if (root != null && root.index() != null && root.total() != null) {
            return counter(root);
        }
        return counter(pkg.index(), pkg.total());
    }

    public static String counter(RootView root) {
        return counter(root.index(), root.total());
    }

    private static String counter(@Nullable Integer index, @Nullable Integer total) {
        return index == null || total == null ? "" : "[" + index + '/' + total + "] ";
    }

    /** The package's name, and for which root it is built if that is another. */
    public String subject(RunView view, PackageView pkg) {
        RootView root = view.currentRoot();
        if (root == null || rootName(root.spec()).equals(pkg.ref().name())) {
            return pkg.ref().spec();
        }
        return pkg.ref().spec() + " for " + rootName(root.spec());
    }

    /** The name in a spec: what stands before the version and the variants. */
    static String rootName(String spec) {
        int end = 0;
        while (end < spec.length() && "@%+~ ^".indexOf(spec.charAt(end)) < 0) {
            end++;
        }
        return spec.substring(0, end);
    }

    /** What the package is busy with. */
    public String busyWith(PackageView pkg) {
        PhaseView phase = pkg.currentPhase();
        if (phase != null) {
            return phase.name();
        }
        if (pkg.activity() != null) {
            return pkg.activity().name().toLowerCase(Locale.ROOT);
        }
        return pkg.phases().isEmpty() ? "preparing" : "finishing";
    }

    /** {@code build (compiling from source, this takes a while)}, without the meaning where there is no room for it. */
    public String busyMeaning(PackageView pkg, int width) {
        String busy = busyWith(pkg);
        String meaning = PhaseDescriptions.meaning(busy);
        String whole = meaning == null ? busy : busy + " (" + meaning + ')';
        return DisplayWidth.width(whole) <= width ? whole : busy;
    }

    /** {@code 4823 of 12450 files (38%)}, {@code 38%} where the tool counts in percent, or empty. */
    public String steps(PackageView pkg) {
        PhaseView.Steps steps = stepsOf(pkg);
        if (steps == null) {
            return "";
        }
        Double share = steps.fraction();
        if (share != null && inPercent(steps)) {
            return Formats.percent(share);
        }
        if (share == null) {
            return steps.done() + " " + unit(pkg, steps) + " done";
        }
        String about = steps.totalStated() ? "" : theme.of(Symbol.ABOUT);
        return steps.done() + " of " + about + steps.total() + ' ' + unit(pkg, steps) + " (" + about
                + Formats.percent(share) + ')';
    }

    /** CMake's makefiles state a percentage, which is no number of files. */
    private static boolean inPercent(PhaseView.Steps steps) {
        Long total = steps.total();
        return steps.totalStated() && total != null && total == 100;
    }

    /** What is counted: while a build names what it works on, these are files. */
    private String unit(PackageView pkg, PhaseView.Steps steps) {
        boolean one = steps.total() == null && steps.done() == 1;
        boolean files = steps.item() != null && busyWith(pkg).equals("build");
        return (files ? "file" : "step") + (one ? "" : "s");
    }

    private static PhaseView.@Nullable Steps stepsOf(PackageView pkg) {
        PhaseView phase = pkg.currentPhase();
        return phase == null ? null : phase.steps();
    }

    /** What is being worked on in the current phase, such as a file; empty if that is not known. */
    public String item(PackageView pkg) {
        PhaseView.Steps steps = stepsOf(pkg);
        return steps == null || steps.item() == null ? "" : steps.item();
    }

    /** {@code 18m00s elapsed, ~25–32m remaining}, as much of it as is known and as the width has room for. */
    public String times(PackageView pkg, Instant now, int width) {
        Duration elapsed = pkg.elapsed(now);
        if (elapsed == null) {
            return "";
        }
        String past = Formats.ticking(elapsed) + " elapsed";
        String left = remaining(pkg, now, width - DisplayWidth.width(past) - 2);
        return left.isEmpty() ? past : past + ", " + left;
    }

    /**
     * How long the package still takes, or that it takes longer than usual; empty if nobody knows, or if there is no room
     * to say it.
     */
    public String remaining(PackageView pkg, Instant now, int width) {
        Forecast total = pkg.forecast();
        Duration elapsed = pkg.elapsed(now);
        if (total == null || elapsed == null) {
            return "";
        }
        if (elapsed.compareTo(total.p90()) >= 0) {
            return fitting(width, "longer than the usual " + range(total), "longer than usual");
        }
        String left = left(less(total.p10(), elapsed), less(total.p90(), elapsed));
        return fitting(width, left + " remaining", left + " left");
    }

    /** The first of these for which there is room, or nothing. */
    private static String fitting(int width, String... texts) {
        for (String text : texts) {
            if (DisplayWidth.width(text) <= width) {
                return text;
            }
        }
        return "";
    }

    private String left(Duration from, Duration to) {
        return from.toSeconds() == 0
                ? "up to " + Formats.brief(to)
                : theme.of(Symbol.ABOUT) + Formats.range(from, to, dash());
    }

    private static Duration less(Duration length, Duration elapsed) {
        Duration left = length.minus(elapsed);
        return left.isNegative() ? Duration.ZERO : left;
    }

    String range(Forecast forecast) {
        return Formats.range(forecast.p10(), forecast.p90(), dash());
    }

    /** {@code usually 43–50m, based on 3 previous builds}, without what it is based on where there is no room; or null. */
    @Nullable
    public String usually(PackageView pkg, int width) {
        Forecast usual = pkg.expected() == null ? pkg.forecast() : pkg.expected();
        if (usual == null) {
            return null;
        }
        String range = "usually " + range(usual);
        return fitting(width, range + ", " + usual.basis(), range);
    }

    /** {@code usually 40–50m}, how long a phase takes, or empty. */
    public String usually(PackageView pkg, String phase) {
        Forecast usual = pkg.phaseForecasts().get(phase);
        return usual == null ? "" : "usually " + range(usual);
    }

    /** {@code 12 of 40 packages done, 3 in work, 25 waiting}, or null where that is not worth a line. */
    @Nullable
    public String counts(RunView view) {
        List<PackageView> packages =
                view.packages().stream().filter(p -> !found(p)).toList();
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
        return done + all + (one ? " package" : " packages") + " done, " + active + " in work"
                + (waiting == 0 ? "" : ", " + waiting + " waiting")
                + (failed == 0 ? "" : ", " + failed + " failed or skipped");
    }

    /** Whether it was there before, or is expected to be: that is no work, and no news. */
    public static boolean found(PackageView pkg) {
        return pkg.method() == InstallMethod.EXTERNAL || pkg.method() == InstallMethod.ALREADY_INSTALLED;
    }

    String method(@Nullable InstallMethod method) {
        if (method == null) {
            return "";
        }
        return switch (method) {
            case SOURCE -> "from source";
            case BINARY_CACHE -> "from binary cache";
            case EXTERNAL -> "external";
            case ALREADY_INSTALLED -> "already installed";
        };
    }

    // ---- machine, advice, failures

    /** {@code Disk: 12.3 GB used / 45 GB total (27% full)}. */
    public String disk(SampleFact.Disk disk, boolean named) {
        return diskName(disk, named) + Formats.size(disk.usedBytes()) + " used / " + Formats.size(disk.totalBytes())
                + " total (" + Formats.percent(disk.fullness()) + " full)";
    }

    /** The same in fewer columns: {@code Disk: 12.3 of 45 GB used (27%)}. */
    public String briefDisk(SampleFact.Disk disk, boolean named) {
        String used = Formats.sizes(disk.usedBytes(), disk.totalBytes(), " of ");
        return diskName(disk, named) + used + " used (" + Formats.percent(disk.fullness()) + ')';
    }

    /** {@code growing 0.8 GB/min, expected peak 24–31 GB (safe)}, as much of it as is known; or empty. */
    public String outlook(ForecastFact.@Nullable DiskOutlook outlook) {
        if (outlook == null) {
            return "";
        }
        List<String> parts = new ArrayList<>();
        Double speed = outlook.bytesPerSecond();
        if (speed != null && Math.abs(speed) * 60 >= WORTH_NAMING) {
            parts.add((speed < 0 ? "shrinking " : "growing ") + Formats.perMinute(Math.abs(speed)));
        }
        if (outlook.expectedPeak() != null) {
            String peak = Formats.sizes(
                    outlook.expectedPeak().low(), outlook.expectedPeak().high(), dash());
            parts.add("expected peak " + peak + verdict(outlook.verdict()));
        } else if (outlook.untilFull() != null) {
            parts.add("full in " + theme.of(Symbol.ABOUT) + range(outlook.untilFull()) + verdict(outlook.verdict()));
        }
        return String.join(", ", parts);
    }

    private static String verdict(ForecastFact.Verdict verdict) {
        return switch (verdict) {
            case UNKNOWN -> "";
            case SAFE -> " (safe)";
            case AT_RISK -> " (at risk)";
        };
    }

    private static String diskName(SampleFact.Disk disk, boolean named) {
        return named ? "Disk " + disk.path() + ": " : "Disk: ";
    }

    public StyledLine advice(Advice advice) {
        boolean info = advice.severity() == Advice.Severity.INFO;
        String mark = theme.of(info ? Symbol.TIP : Symbol.WARNING) + ' ';
        return StyledLine.of(mark + advice.seen(), info ? Style.PLAIN : Style.WARN);
    }

    /** {@code gcc@11.3.0 failed in phase build (compile)}. */
    public static String failed(Diagnosis failure) {
        String phase = failure.phase();
        String cause = cause(failure);
        String where = phase == null ? "" : " in phase " + phase;
        return subject(failure) + " failed" + where + (cause.equals(phase) ? "" : " (" + cause + ')');
    }

    /** The same in fewer words: {@code gcc@11.3.0 failed (compile)}. */
    public static String failedBriefly(Diagnosis failure) {
        return subject(failure) + " failed (" + cause(failure) + ')';
    }

    private static String subject(Diagnosis failure) {
        return failure.pkg() == null ? "the run" : failure.pkg().spec();
    }

    private static String cause(Diagnosis failure) {
        return failure.cause() == FailureCause.UNKNOWN
                ? "cause not known"
                : failure.cause().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /**
     * {@code Continue anyway? continue, pause or stop; else continue in 25s}, as much of it as the width has
     * room for.
     */
    public static String question(QuestionView question, Instant now, int width) {
        String text = question.question().text();
        String otherwise = name(question.question().byDefault()) + " in " + Formats.ticking(question.left(now));
        String whole = text + ' ' + choices(question.question()) + "; else " + otherwise;
        String brief = text + " (" + otherwise + ')';
        return DisplayWidth.width(whole) <= width ? whole : DisplayWidth.width(brief) <= width ? brief : text;
    }

    /** {@code continue, pause or stop}. */
    static String choices(Question question) {
        List<String> names = question.choices().stream().map(RunPhrases::name).toList();
        int last = names.size() - 1;
        return last == 0 ? names.get(0) : String.join(", ", names.subList(0, last)) + " or " + names.get(last);
    }

    static String name(Decision decision) {
        return decision.name().toLowerCase(Locale.ROOT);
    }
}
