package dev.pctl.progress.machine.watchdog;

import dev.pctl.progress.event.Advice;
import dev.pctl.progress.event.Advice.Severity;
import dev.pctl.progress.event.AdviceFact;
import dev.pctl.progress.event.Forecast;
import dev.pctl.progress.event.InstallMethod;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.internal.check.Arguments;
import dev.pctl.progress.internal.util.TemplateFiller;
import dev.pctl.progress.remedy.PackageRequirements;
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
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Announces slow steps, and warns when a package takes longer than usual.
 *
 * <p>{@code slow-step:PACKAGE} is raised when the package can be built next, as soon as what is being built now has
 * ended (for which the plan must be known), else when it begins. It uses the package's forecast, or while there is none
 * the {@linkplain Builder#typical typical} duration. {@code slower-than-usual:PACKAGE} is raised when it takes longer
 * than nine of ten earlier builds; without earlier builds there is nothing to compare with. Both are cleared when the
 * package ends.
 *
 * <p>One instance for each run. Not thread-safe.
 */
public final class SlowPackageWatchdog implements Watchdog {

    private static final double BYTES_PER_GB = 1L << 30;
    private static final List<String> AHEAD = List.of("Next time install it prebuilt, if there is a binary");
    private static final List<String> SLOWER = List.of("Look at load, memory and disk of the machine", """
                    Look at the build log: {log}
                    Look at the build log""");

    private final Duration announceFrom;
    private final Duration compareFrom;
    private final Function<PackageRef, @Nullable Forecast> typical;
    private final PackageRequirements requirements;
    private final List<String> aheadRemedies;
    private final List<String> slowerRemedies;
    private final Map<String, String> announced = new HashMap<>();

    /** Creates a watchdog with the default limits and remedies that name no tool. */
    public SlowPackageWatchdog() {
        this(new Builder());
    }

    private SlowPackageWatchdog(Builder builder) {
        announceFrom = builder.announceFrom;
        compareFrom = builder.compareFrom;
        typical = builder.typical;
        requirements = builder.requirements;
        aheadRemedies = builder.aheadRemedies;
        slowerRemedies = builder.slowerRemedies;
    }

    /** Returns a builder with the default limits and remedies. */
    public static Builder builder() {
        return new Builder();
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

    /**
     * Announces again only when the expectation has changed. A planned package without a method may still be prebuilt.
     */
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
                TemplateFiller.fill(aheadRemedies, values(p)))));
    }

    /** Returns null if it is not slow or its duration is not known. */
    private @Nullable String expected(PackageView p) {
        Forecast forecast = p.expected() == null ? p.forecast() : p.expected();
        if (forecast != null) {
            return forecast.p50().compareTo(announceFrom) < 0 ? null : described(p, forecast);
        }
        Forecast usual = typical.apply(p.ref());
        return usual == null || usual.p90().compareTo(announceFrom) < 0 ? null : described(p, usual);
    }

    private String described(PackageView p, Forecast forecast) {
        return range(forecast.p10(), forecast.p90()) + room(p) + " (" + forecast.basis() + ')';
    }

    private String room(PackageView p) {
        Long typicalBytes = p.diskNeed() == null ? requirements.diskBytes(p.ref()) : null;
        double bytes = p.diskNeed() == null
                ? (typicalBytes == null ? 0.0 : typicalBytes)
                : p.diskNeed().bytes().likely();
        long gigabytes = Math.round(bytes / BYTES_PER_GB);
        return gigabytes == 0 ? "" : ", " + gigabytes + " GB";
    }

    /** Names a package that can only be built after it. */
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
        if (usual == null
                || elapsed == null
                || usual.samples() == 0
                || view.advice().raised(id) != null) {
            return;
        }
        if (elapsed.compareTo(usual.p90()) > 0 && elapsed.compareTo(compareFrom) > 0) {
            facts.add(new AdviceFact.Raised(new Advice(
                    id,
                    Severity.WARNING,
                    p.ref().spec() + " takes longer than usual: " + minutes(elapsed) + " min so far, "
                            + times(elapsed, usual.p50()) + "nine of ten took up to " + minutes(usual.p90()) + " ("
                            + usual.basis() + ")",
                    "The machine may be busy or short of memory",
                    TemplateFiller.fill(slowerRemedies, values(p)))));
        }
    }

    /** Returns how unusual it is, such as {@code 1.5 times the usual 4; }. */
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

    /** Builds a {@link SlowPackageWatchdog}. Not thread-safe. */
    public static final class Builder {

        private Duration announceFrom = Duration.ofMinutes(10);
        private Duration compareFrom = Duration.ofMinutes(2);
        private Function<PackageRef, @Nullable Forecast> typical = pkg -> null;
        private PackageRequirements requirements = PackageRequirements.UNKNOWN;
        private List<String> aheadRemedies = AHEAD;
        private List<String> slowerRemedies = SLOWER;

        private Builder() {}

        /** Sets the forecast duration from which on a build from source is announced. Default: 10 minutes. */
        public Builder announceFrom(Duration duration) {
            announceFrom = Arguments.notNegative(duration, "duration");
            return this;
        }

        /** Sets how long a package must have taken before it can be slower than usual. Default: 2 minutes. */
        public Builder compareFrom(Duration duration) {
            compareFrom = Arguments.notNegative(duration, "duration");
            return this;
        }

        /**
         * Sets the typical durations of packages, for those without a forecast. Default: none is known.
         *
         * @param durations returns null for a package that it does not know
         */
        public Builder typical(Function<PackageRef, @Nullable Forecast> durations) {
            typical = Objects.requireNonNull(durations, "durations");
            return this;
        }

        /** Sets the typical disk space of packages, for those without a forecast. Default: none is known. */
        public Builder requirements(PackageRequirements newRequirements) {
            requirements = Objects.requireNonNull(newRequirements, "newRequirements");
            return this;
        }

        /** Sets what to do about slow steps, most promising first. Placeholders: {@code {package}}, {@code {log}}. */
        public Builder aheadRemedies(List<String> templates) {
            aheadRemedies = Arguments.elements(templates, "templates");
            return this;
        }

        /**
         * Sets what to do about packages that take longer than usual, most promising first. Placeholders: {@code
         * {package}}, {@code {log}}.
         */
        public Builder slowerRemedies(List<String> templates) {
            slowerRemedies = Arguments.elements(templates, "templates");
            return this;
        }

        /** Builds the watchdog. */
        public SlowPackageWatchdog build() {
            return new SlowPackageWatchdog(this);
        }
    }
}
