package dev.pctl.progress.ansi;

import dev.pctl.progress.event.Forecast;
import dev.pctl.progress.event.Method;
import dev.pctl.progress.event.SampleFact;
import dev.pctl.progress.state.PackageView;
import dev.pctl.progress.state.PhaseView;
import dev.pctl.progress.state.RootView;
import dev.pctl.progress.state.RunView;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says in words what a view holds: shared by all layouts, so that they say the same. */
final class Words {

    private static final Map<String, String> MEANINGS = Map.of(
            "autoreconf", "preparing the configure script",
            "configure", "checking what this machine offers",
            "cmake", "checking what this machine offers",
            "meson", "checking what this machine offers",
            "build", "compiling from source, this takes a while",
            "install", "copying into place",
            "edit", "adapting the makefiles");

    private final Theme theme;

    Words(Theme theme) {
        this.theme = theme;
    }

    /** What the run is busy with as a whole. */
    String headline(RunView view) {
        if (view.currentStage() != null) {
            return view.currentStage().title();
        }
        if (view.outcome() == null && (!view.active().isEmpty() || !view.roots().isEmpty())) {
            return "Installing software";
        }
        return view.stated() != null ? view.stated() : view.title();
    }

    /** {@code [2/5] } where somebody counts. */
    String counter(RunView view, PackageView pkg) {
        RootView root = view.currentRoot();
        if (root != null && root.index() != null && root.total() != null) {
            return counter(root);
        }
        return pkg.index() == null || pkg.total() == null ? "" : "[" + pkg.index() + '/' + pkg.total() + "] ";
    }

    static String counter(RootView root) {
        return root.index() == null || root.total() == null ? "" : "[" + root.index() + '/' + root.total() + "] ";
    }

    /** The package's name, and for which root it is built if that is another. */
    String subject(RunView view, PackageView pkg) {
        RootView root = view.currentRoot();
        if (root == null || rootName(root.spec()).equals(pkg.ref().name())) {
            return pkg.ref().spec();
        }
        return pkg.ref().spec() + " for " + root.spec();
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

    /** What a phase means to somebody who has never heard of it, or null. */
    @Nullable
    String meaning(String phase) {
        return MEANINGS.get(phase);
    }

    /** {@code 4823 of 12450 files: tree-ssa-loop.c}, or empty. */
    String steps(PackageView pkg) {
        PhaseView phase = pkg.currentPhase();
        PhaseView.Steps steps = phase == null ? null : phase.steps();
        if (steps == null) {
            return "";
        }
        String count = steps.done() + (steps.total() == null ? "" : " of " + approx(steps) + steps.total());
        return count + (steps.item() == null ? "" : ": " + steps.item());
    }

    private String approx(PhaseView.Steps steps) {
        return steps.totalStated() ? "" : theme.about();
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
            return "longer than usual (" + Numbers.range(total.p10(), total.p90(), theme.dash()) + ')';
        }
        return theme.about() + range(total, elapsed) + " remaining";
    }

    private String range(Forecast total, Duration elapsed) {
        return Numbers.range(less(total.p10(), elapsed), less(total.p90(), elapsed), theme.dash());
    }

    private static Duration less(Duration length, Duration elapsed) {
        Duration left = length.minus(elapsed);
        return left.isNegative() ? Duration.ZERO : left;
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

    /** {@code about 20–25m remaining (based on 3 previous builds)}, or null. */
    @Nullable
    String remaining(RunView view, Instant now) {
        Forecast remaining = view.remaining(now);
        if (remaining == null) {
            return null;
        }
        return theme.about() + Numbers.range(remaining.p10(), remaining.p90(), theme.dash()) + " remaining, "
                + remaining.basis();
    }

    /** {@code Disk: 12.3 GB used / 45 GB total (27% full)}. */
    String disk(SampleFact.Disk disk, boolean named) {
        String name = named ? "Disk " + disk.path() : "Disk";
        return name + ": " + Numbers.size(disk.usedBytes()) + " used / " + Numbers.size(disk.totalBytes()) + " total ("
                + Numbers.percent(disk.fullness()) + " full)";
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
}
