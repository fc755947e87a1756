package dev.pctl.progress.machine.watchdog;

import dev.pctl.progress.event.Advice;
import dev.pctl.progress.event.Advice.Severity;
import dev.pctl.progress.event.AdviceFact;
import dev.pctl.progress.event.Forecast;
import dev.pctl.progress.event.InstallMethod;
import dev.pctl.progress.internal.util.TemplateFiller;
import dev.pctl.progress.machine.internal.watchdog.KnownSlowPackages;
import dev.pctl.progress.spi.Watchdog;
import dev.pctl.progress.view.PackageView;
import dev.pctl.progress.view.RunView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says that a slow step is ahead, so that nobody is surprised, and that a package takes longer than it usually does.
 *
 * <p>{@code slow-step:PACKAGE} is raised when nothing but what is being built now keeps the package from being next (for
 * which the plan must be known), else when it begins; it goes by the package's forecast, and while there is none by a
 * table of the well-known long ones. {@code slower-than-usual:PACKAGE} is raised when it takes longer than nine of ten
 * earlier builds; without earlier builds there is nothing to compare with. Both are cleared when the package ends.
 *
 * <p>One for each run. Not thread-safe.
 */
public final class SlowPackageWatchdog implements Watchdog {

    private static final List<String> AHEAD =
            List.of("Next time take it from a binary cache: spack mirror add, spack buildcache push");
    private static final List<String> SLOWER = List.of("Look at load, memory and disk of the machine", """
                    Look at the build log: {log}
                    Look at the build log""");

    private final PaceThresholds limits;
    private final List<String> ahead;
    private final List<String> slower;
    private final Map<String, String> announced = new HashMap<>();

    /** A watchdog with the usual limits and words. */
    public SlowPackageWatchdog() {
        this(PaceThresholds.STANDARD, AHEAD, SLOWER);
    }

    /**
     * A watchdog with the host's own limits and words.
     *
     * @param ahead what to do about slow steps, most promising first; {@code {package}} and {@code {log}} are filled in
     * @param slower what to do about packages that take longer than usual
     */
    public SlowPackageWatchdog(PaceThresholds limits, List<String> ahead, List<String> slower) {
        this.limits = limits;
        this.ahead = List.copyOf(ahead);
        this.slower = List.copyOf(slower);
    }

    @Override
    public List<AdviceFact> check(RunView view, Instant now) {
        List<AdviceFact> facts = new ArrayList<>();
        Set<String> waitedFor = null;
        for (PackageView p : view.packages()) {
            if (p.outcome() != null) {
                clear(view, "slow-step:" + p.id(), facts);
                clear(view, "slower-than-usual:" + p.id(), facts);
                continue;
            }
            if (p.active()) {
                announce(view, p, facts);
                slowerThanUsual(view, p, now, facts);
            } else {
                waitedFor = waitedFor == null ? notBegun(view) : waitedFor;
                if (p.dependencies().stream().noneMatch(waitedFor::contains)) {
                    announce(view, p, facts);
                }
            }
        }
        return facts;
    }

    private static Set<String> notBegun(RunView view) {
        Set<String> ids = new HashSet<>();
        for (PackageView p : view.packages()) {
            if (p.planned()) {
                ids.add(p.id());
            }
        }
        return ids;
    }

    private static void clear(RunView view, String id, List<AdviceFact> facts) {
        if (view.advice().raised(id) != null) {
            facts.add(new AdviceFact.Cleared(id));
        }
    }

    // ---- slow steps

    /** Said again only when something else is expected, and not for packages of which it is open how they are installed. */
    private void announce(RunView view, PackageView p, List<AdviceFact> facts) {
        boolean open = p.method() == null && p.planned();
        if (p.method() != InstallMethod.SOURCE && !open) {
            return;
        }
        String expected = expected(p);
        String id = "slow-step:" + p.id();
        String before = announced.get(id);
        if (expected == null || (before != null && (before.equals(expected) || p.active()))) {
            return;
        }
        announced.put(id, expected);
        facts.add(new AdviceFact.Raised(new Advice(
                id,
                Severity.INFO,
                p.ref().spec()
                        + (open ? " takes, if it builds from source, " : " builds from source: ")
                        + expected
                        + next(view, p),
                "It is one of the long ones; a quiet display is no sign of trouble",
                TemplateFiller.fill(ahead, values(p)))));
    }

    /** Null if it is not slow, or nobody knows. */
    private @Nullable String expected(PackageView p) {
        KnownSlowPackages.Entry typical = KnownSlowPackages.of(p.ref().name());
        Forecast forecast = p.expected() == null ? p.forecast() : p.expected();
        String room = room(p, typical);
        if (forecast != null) {
            return forecast.p50().compareTo(limits.slow()) < 0
                    ? null
                    : range(forecast.p10(), forecast.p90()) + room + " (" + forecast.basis() + ')';
        }
        return typical == null || typical.to().compareTo(limits.slow()) < 0
                ? null
                : range(typical.from(), typical.to()) + room + " (typical)";
    }

    private static String room(PackageView p, KnownSlowPackages.@Nullable Entry typical) {
        if (p.diskNeed() != null) {
            long gigabytes = Math.round(p.diskNeed().bytes().likely() / (double) (1L << 30));
            return gigabytes == 0 ? "" : ", " + gigabytes + " GB";
        }
        return typical == null || typical.gigabytes() == 0 ? "" : ", " + typical.gigabytes() + " GB";
    }

    /** What can only be built after it. */
    private static String next(RunView view, PackageView p) {
        return view.packages().stream()
                .filter(other -> other.planned() && other.dependencies().contains(p.id()))
                .findFirst()
                .map(other -> "; next: " + other.ref().name())
                .orElse("");
    }

    // ---- slower than usual

    private void slowerThanUsual(RunView view, PackageView p, Instant now, List<AdviceFact> facts) {
        Forecast usual = p.expected();
        Duration elapsed = p.elapsed(now);
        String id = "slower-than-usual:" + p.id();
        if (usual == null || elapsed == null || usual.samples() == 0 || view.advice().raised(id) != null) {
            return;
        }
        if (elapsed.compareTo(usual.p90()) > 0 && elapsed.compareTo(limits.minded()) > 0) {
            facts.add(new AdviceFact.Raised(new Advice(
                    id,
                    Severity.WARNING,
                    p.ref().spec() + " takes longer than usual: " + minutes(elapsed) + " min so far, "
                            + times(elapsed, usual.p50()) + "nine of ten took up to " + minutes(usual.p90()) + " ("
                            + usual.basis() + ")",
                    "The machine may be busy or short of memory",
                    TemplateFiller.fill(slower, values(p)))));
        }
    }

    /** How unusual it is, such as {@code 1.5 times the usual 4; }. */
    private static String times(Duration elapsed, Duration usual) {
        return usual.isZero()
                ? ""
                : String.format(
                        Locale.ROOT,
                        "%.1f times the usual %s; ",
                        (double) elapsed.toMillis() / usual.toMillis(),
                        minutes(usual));
    }

    private static Map<String, String> values(PackageView p) {
        String spec = p.ref().spec();
        return p.log() == null ? Map.of("package", spec) : Map.of("package", spec, "log", p.log());
    }

    private static String range(Duration from, Duration to) {
        String low = minutes(from);
        String high = minutes(to);
        return (low.equals(high) ? low : low + '–' + high) + " min";
    }

    private static String minutes(Duration time) {
        return Long.toString(Math.max(1, Math.round(time.toSeconds() / 60.0)));
    }
}
