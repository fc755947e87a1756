package dev.pctl.progress.ansi.internal.text;

import dev.pctl.progress.ansi.style.Symbol;
import dev.pctl.progress.ansi.style.Theme;
import dev.pctl.progress.event.Forecast;
import dev.pctl.progress.event.InstallMethod;
import dev.pctl.progress.view.PackageView;
import dev.pctl.progress.view.PhaseView;
import dev.pctl.progress.view.RootView;
import dev.pctl.progress.view.RunView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Phrases about one package: its number and name, what it is doing, its steps and times. */
public final class PackagePhrases {

    private final Theme theme;
    private final ForecastPhrases forecasts;

    public PackagePhrases(Theme theme) {
        this.theme = theme;
        this.forecasts = new ForecastPhrases(theme);
    }

    // ---- name and number

    /** Returns {@code [2/5] }, the number of the current root or else of the package; empty if neither is numbered. */
    public String counter(RunView view, PackageView pkg) {
        RootView root = view.currentRoot();
        if (root != null && root.index() != null && root.total() != null) {
            return counter(root);
        }
        return counter(pkg.index(), pkg.total());
    }

    /** Returns {@code [2/5] } for a root, or empty. */
    public static String counter(RootView root) {
        return counter(root.index(), root.total());
    }

    private static String counter(@Nullable Integer index, @Nullable Integer total) {
        return index == null || total == null ? "" : "[" + index + '/' + total + "] ";
    }

    /**
     * Returns {@code zlib@1.3 for gcc on node1}: the package, the root that needs it if that is another, and the worker if
     * there are several.
     */
    public String subject(RunView view, PackageView pkg) {
        RootView root = view.currentRoot();
        String needed = root == null ? pkg.ref().name() : nameInSpec(root.spec());
        return pkg.ref().spec() + (needed.equals(pkg.ref().name()) ? "" : " for " + needed) + worker(view, pkg);
    }

    private static String worker(RunView view, PackageView pkg) {
        if (view.machines().size() < 2) {
            return "";
        }
        List<String> awaitedBy = pkg.awaitedBy();
        return " on " + pkg.worker() + (awaitedBy.isEmpty() ? "" : ", awaited by " + String.join(", ", awaitedBy));
    }

    /** Returns the name in a spec: what precedes version, variants and compiler. */
    static String nameInSpec(String spec) {
        return before(spec, "@%+~ ^");
    }

    /** Returns the name in a package id. */
    static String nameInId(String id) {
        return before(id, "/@");
    }

    private static String before(String text, String ends) {
        int end = 0;
        while (end < text.length() && ends.indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return text.substring(0, end);
    }

    // ---- what it is doing

    /** Returns the current phase or activity: {@code build}, {@code fetching}, {@code preparing}. */
    public String activity(PackageView pkg) {
        PhaseView phase = pkg.currentPhase();
        if (phase != null) {
            return phase.name();
        }
        if (pkg.activity() != null) {
            return pkg.activity().name().toLowerCase(Locale.ROOT);
        }
        return pkg.phases().isEmpty() ? "preparing" : "finishing";
    }

    /** Returns {@code build (compiling from source, this takes a while)}; without the explanation if it does not fit. */
    public String explainedActivity(PackageView pkg, int width) {
        String activity = activity(pkg);
        String meaning = PhaseDescriptions.meaning(activity);
        return meaning == null ? activity : Formats.firstFitting(width, activity + " (" + meaning + ')', activity);
    }

    /** Returns {@code 4823 of 12450 files (38%)}, {@code 38%} where the tool counts in percent, or empty. */
    public String steps(PackageView pkg) {
        PhaseView.Steps steps = stepsOf(pkg);
        if (steps == null) {
            return "";
        }
        Double share = steps.fraction();
        if (share != null && isPercentage(steps)) {
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
    private static boolean isPercentage(PhaseView.Steps steps) {
        Long total = steps.total();
        return steps.totalStated() && total != null && total == 100;
    }

    /** Returns {@code files} while a build names what it works on, else {@code steps}. */
    private String unit(PackageView pkg, PhaseView.Steps steps) {
        boolean one = steps.total() == null && steps.done() == 1;
        boolean files = steps.item() != null && activity(pkg).equals("build");
        return (files ? "file" : "step") + (one ? "" : "s");
    }

    private static PhaseView.@Nullable Steps stepsOf(PackageView pkg) {
        PhaseView phase = pkg.currentPhase();
        return phase == null ? null : phase.steps();
    }

    /** Returns what the current phase works on, such as a file; empty if unknown. */
    public String item(PackageView pkg) {
        PhaseView.Steps steps = stepsOf(pkg);
        return steps == null || steps.item() == null ? "" : steps.item();
    }

    // ---- times

    /** Returns {@code 18m00s elapsed, ~25–32m remaining}, as far as that is known and fits. */
    public String times(PackageView pkg, Instant now, int width) {
        Duration elapsed = pkg.elapsed(now);
        if (elapsed == null) {
            return "";
        }
        String past = Formats.ticking(elapsed) + " elapsed";
        String left = remaining(pkg, now, width - past.length() - 2);
        return left.isEmpty() ? past : past + ", " + left;
    }

    /**
     * Returns {@code ~25–32m remaining}, or that the package takes longer than usual; empty if nothing is known or
     * nothing fits.
     */
    public String remaining(PackageView pkg, Instant now, int width) {
        Forecast total = pkg.forecast();
        Duration elapsed = pkg.elapsed(now);
        if (total == null || elapsed == null) {
            return "";
        }
        if (elapsed.compareTo(total.p90()) >= 0) {
            return ForecastPhrases.isRough(total)
                    ? Formats.firstFitting(width, "longer than expected", "")
                    : Formats.firstFitting(
                            width, "longer than the usual " + forecasts.total(total), "longer than usual", "");
        }
        String left = forecasts.left(ForecastPhrases.less(total, elapsed));
        return Formats.firstFitting(width, left + " remaining", left + " left", "");
    }

    /** Returns {@code usually 43–50m, based on 3 previous builds} as far as that fits, or null. */
    @Nullable
    public String usually(PackageView pkg, int width) {
        Forecast usual = pkg.expected() == null ? pkg.forecast() : pkg.expected();
        if (usual == null) {
            return null;
        }
        String range = "usually " + forecasts.total(usual);
        String whole = ForecastPhrases.isRough(usual) ? range : range + ", " + usual.basis();
        return Formats.firstFitting(width, whole, range);
    }

    /** Returns {@code usually 40–50m} for one phase, or empty. */
    public String usually(PackageView pkg, String phase) {
        Forecast usual = pkg.phaseForecasts().get(phase);
        return usual == null || ForecastPhrases.isRough(usual) ? "" : "usually " + forecasts.total(usual);
    }

    // ---- how it is installed

    /** Returns whether the package was installed before this run, or is expected to be: it needs no work. */
    public static boolean isPreinstalled(PackageView pkg) {
        return pkg.method() == InstallMethod.EXTERNAL || pkg.method() == InstallMethod.ALREADY_INSTALLED;
    }

    static String method(@Nullable InstallMethod method) {
        if (method == null) {
            return "";
        }
        return switch (method) {
            case SOURCE -> "from source";
            case BINARY_CACHE -> "from binary cache";
            case DOWNLOAD -> "downloaded";
            case EXTERNAL -> "external";
            case ALREADY_INSTALLED -> "already installed";
        };
    }
}
