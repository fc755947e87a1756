package dev.pctl.progress.ansi;

import dev.pctl.progress.event.Advice;
import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.event.Forecast;
import dev.pctl.progress.event.ForecastFact;
import dev.pctl.progress.event.Method;
import dev.pctl.progress.event.PastRun;
import dev.pctl.progress.event.SampleFact;
import dev.pctl.progress.state.Outlook;
import dev.pctl.progress.state.PackageView;
import dev.pctl.progress.state.PhaseView;
import dev.pctl.progress.state.RootView;
import dev.pctl.progress.state.RunView;
import dev.pctl.progress.state.StageView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says in words what a view holds: shared by all layouts, so that they say the same. */
final class Words {

    /** How many earlier runs are named one by one. */
    private static final int PAST_RUNS = 5;

    private static final int SIMILAR_RUNS = 3;

    /** Bytes a minute, below which a disk neither grows nor shrinks. */
    private static final double WORTH_NAMING = 1 << 20;

    private final Theme theme;

    Words(Theme theme) {
        this.theme = theme;
    }

    private String dash() {
        return theme.of(Symbol.DASH);
    }

    // ---- the run

    /** What the run is busy with as a whole. */
    String headline(RunView view) {
        StageView stage = view.currentStage();
        if (stage != null) {
            return stage.title() + count(stage.index(), stage.total());
        }
        if (view.outcome() == null && (!view.active().isEmpty() || !view.roots().isEmpty())) {
            return "Installing software";
        }
        return view.stated() != null ? view.stated() : view.title();
    }

    /**
     * What the run is busy with, by the name of the root or of the only package that is worked on.
     *
     * @param brief whether the name must do
     */
    String detailedHeadline(RunView view, boolean brief) {
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

    /** {@code (12m:8m)}: elapsed, and remaining where there is a forecast. */
    String clock(RunView view, Instant now) {
        Duration elapsed = view.elapsed(now);
        if (elapsed == null) {
            return "";
        }
        Forecast remaining = view.remaining(now);
        String left = remaining == null ? "" : ":" + Numbers.brief(remaining.p50());
        return "(" + Numbers.brief(elapsed) + left + ')';
    }

    /**
     * {@code ~20–25m remaining, until about 14:05 (based on 3 previous builds)}, as much of it as the width has room for;
     * null if there is no forecast.
     */
    @Nullable
    String remaining(RunView view, Instant now, int width) {
        Forecast remaining = view.remaining(now);
        if (remaining == null) {
            return null;
        }
        String range = left(remaining.p10(), remaining.p90()) + " remaining";
        String until = range + ", until about " + Numbers.timeOfDay(now.plus(remaining.p50()), theme.zone());
        String whole = until + " (" + remaining.basis() + ')';
        return Cells.width(whole) <= width ? whole : Cells.width(until) <= width ? until : range;
    }

    /** {@code estimated 45–60m}, what was forecast for the whole before anything was built; or null. */
    @Nullable
    String estimated(RunView view) {
        Forecast total = view.outlook().total();
        return total == null ? null : "estimated " + range(total);
    }

    /** {@code Your builds: 58m, 65m, 61m (on average 61m ± 4m)}, or null. */
    @Nullable
    String earlier(Outlook outlook) {
        Duration mean = outlook.earlierMean();
        if (mean == null) {
            return null;
        }
        Duration deviation = outlook.earlierDeviation();
        String builds = outlook.earlier().stream()
                .limit(PAST_RUNS)
                .map(r -> Numbers.brief(r.took()))
                .collect(Collectors.joining(", "));
        return "Your builds: " + builds
                + (deviation == null
                        ? ""
                        : " (on average " + Numbers.brief(mean) + theme.of(Symbol.PLUS_MINUS) + Numbers.brief(deviation)
                                + ')');
    }

    /** {@code Similar builds: foundation-v1 58m (3 days ago), test 65m (1 week ago)}, or null. */
    @Nullable
    String similar(Outlook outlook, Instant now) {
        if (outlook.similar().isEmpty()) {
            return null;
        }
        return "Similar builds: "
                + outlook.similar().stream()
                        .limit(SIMILAR_RUNS)
                        .map(r -> similar(r, now))
                        .collect(Collectors.joining(", "));
    }

    private static String similar(PastRun run, Instant now) {
        return run.title() + ' ' + Numbers.brief(run.took()) + " (" + Numbers.ago(Duration.between(run.ended(), now))
                + ')';
    }

    /** {@code Critical path: gcc → openmpi → hdf5}, or null where there is no more than one package to wait for. */
    @Nullable
    String criticalPath(Outlook outlook) {
        return outlook.criticalPath().size() < 2
                ? null
                : "Critical path: "
                        + outlook.criticalPath().stream()
                                .map(Words::nameOf)
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
    String counter(RunView view, PackageView pkg) {
        RootView root = view.currentRoot();
        if (root != null && root.index() != null && root.total() != null) {
            return counter(root);
        }
        return counter(pkg.index(), pkg.total());
    }

    static String counter(RootView root) {
        return counter(root.index(), root.total());
    }

    private static String counter(@Nullable Integer index, @Nullable Integer total) {
        return index == null || total == null ? "" : "[" + index + '/' + total + "] ";
    }

    /** The package's name, and for which root it is built if that is another. */
    String subject(RunView view, PackageView pkg) {
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
    String busyWith(PackageView pkg) {
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
    String busyMeaning(PackageView pkg, int width) {
        String busy = busyWith(pkg);
        String meaning = UsualPhases.meaning(busy);
        String whole = meaning == null ? busy : busy + " (" + meaning + ')';
        return Cells.width(whole) <= width ? whole : busy;
    }

    /** {@code 4823 of 12450 files (38%)}, {@code 38%} where the tool counts in percent, or empty. */
    String steps(PackageView pkg) {
        PhaseView.Steps steps = stepsOf(pkg);
        if (steps == null) {
            return "";
        }
        Double share = steps.fraction();
        if (share != null && inPercent(steps)) {
            return Numbers.percent(share);
        }
        if (share == null) {
            return steps.done() + " " + unit(pkg, steps) + " done";
        }
        String about = steps.totalStated() ? "" : theme.of(Symbol.ABOUT);
        return steps.done() + " of " + about + steps.total() + ' ' + unit(pkg, steps) + " (" + about
                + Numbers.percent(share) + ')';
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
    String item(PackageView pkg) {
        PhaseView.Steps steps = stepsOf(pkg);
        return steps == null || steps.item() == null ? "" : steps.item();
    }

    /** {@code 18m00s elapsed, ~25–32m remaining}, as much of it as is known. */
    String times(PackageView pkg, Instant now) {
        Duration elapsed = pkg.elapsed(now);
        String past = elapsed == null ? "" : Numbers.ticking(elapsed) + " elapsed";
        String left = remaining(pkg, now);
        return left == null ? past : past + (past.isEmpty() ? "" : ", ") + left;
    }

    /** How long the package still takes, or that it takes longer than usual; null if nobody knows. */
    @Nullable
    String remaining(PackageView pkg, Instant now) {
        Forecast total = pkg.forecast();
        Duration elapsed = pkg.elapsed(now);
        if (total == null || elapsed == null) {
            return null;
        }
        if (elapsed.compareTo(total.p90()) >= 0) {
            return "longer than the usual " + range(total);
        }
        return left(less(total.p10(), elapsed), less(total.p90(), elapsed)) + " remaining";
    }

    private String left(Duration from, Duration to) {
        return from.toSeconds() == 0
                ? "up to " + Numbers.brief(to)
                : theme.of(Symbol.ABOUT) + Numbers.range(from, to, dash());
    }

    private static Duration less(Duration length, Duration elapsed) {
        Duration left = length.minus(elapsed);
        return left.isNegative() ? Duration.ZERO : left;
    }

    String range(Forecast forecast) {
        return Numbers.range(forecast.p10(), forecast.p90(), dash());
    }

    /** {@code usually 43–50m, based on 3 previous builds}, or null. */
    @Nullable
    String usually(PackageView pkg) {
        Forecast usual = pkg.expected() == null ? pkg.forecast() : pkg.expected();
        return usual == null ? null : "usually " + range(usual) + ", " + usual.basis();
    }

    /** The share of the package that is done, or null if nobody knows: by time, else by steps. */
    @Nullable
    Double share(PackageView pkg, Instant now) {
        Forecast total = pkg.forecast();
        Duration elapsed = pkg.elapsed(now);
        if (total != null && elapsed != null && !total.p50().isZero()) {
            return Math.min(0.99, (double) elapsed.toMillis() / total.p50().toMillis());
        }
        PhaseView phase = pkg.currentPhase();
        return phase == null || phase.steps() == null ? null : phase.steps().fraction();
    }

    String method(@Nullable Method method) {
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
    String disk(SampleFact.Disk disk, boolean named) {
        return diskName(disk, named) + Numbers.size(disk.usedBytes()) + " used / " + Numbers.size(disk.totalBytes())
                + " total (" + Numbers.percent(disk.fullness()) + " full)";
    }

    /** The same in fewer columns: {@code Disk: 12.3 of 45 GB used (27%)}. */
    String briefDisk(SampleFact.Disk disk, boolean named) {
        String used = Numbers.sizes(disk.usedBytes(), disk.totalBytes(), " of ");
        return diskName(disk, named) + used + " used (" + Numbers.percent(disk.fullness()) + ')';
    }

    /** {@code growing 0.8 GB/min, expected peak 24–31 GB (safe)}, as much of it as is known; or empty. */
    String outlook(ForecastFact.@Nullable DiskOutlook outlook) {
        if (outlook == null) {
            return "";
        }
        List<String> parts = new ArrayList<>();
        Double speed = outlook.bytesPerSecond();
        if (speed != null && Math.abs(speed) * 60 >= WORTH_NAMING) {
            parts.add((speed < 0 ? "shrinking " : "growing ") + Numbers.perMinute(Math.abs(speed)));
        }
        if (outlook.expectedPeak() != null) {
            String peak = Numbers.sizes(
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

    Line advice(Advice advice) {
        boolean info = advice.severity() == Advice.Severity.INFO;
        String mark = theme.of(info ? Symbol.TIP : Symbol.WARNING) + ' ';
        return Line.of(mark + advice.seen(), info ? Style.PLAIN : Style.WARN);
    }

    /** {@code gcc@11.3.0 failed in phase build (compile)}. */
    static String failed(Diagnosis failure) {
        String where = failure.pkg() == null ? "the run" : failure.pkg().spec();
        String phase = failure.phase() == null ? "" : " in phase " + failure.phase();
        String cause = failure.cause().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return where + " failed" + phase + " (" + cause + ')';
    }
}
