package dev.pctl.progress.watch;

import dev.pctl.progress.event.Advice;
import dev.pctl.progress.event.AdviceFact;
import dev.pctl.progress.event.Forecast;
import dev.pctl.progress.event.Method;
import dev.pctl.progress.state.PackageView;
import dev.pctl.progress.state.RunView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Says that a slow step begins, so that nobody is surprised, and that a package takes longer than it usually does. Both
 * go by the package's forecast; without one there is nothing to compare with. Advices {@code slow-step:PACKAGE} and
 * {@code slower-than-usual:PACKAGE}, cleared when the package ends.
 *
 * <p>One for each run, as it remembers what was expected when a package began. Not thread-safe.
 */
public final class PaceWatchdog implements Watchdog {

    private static final Duration SLOW = Duration.ofMinutes(10);

    /** Below that nobody minds a package that takes longer. */
    private static final Duration MINDED = Duration.ofMinutes(2);

    private final Map<String, Forecast> expected = new HashMap<>();

    @Override
    public List<AdviceFact> check(RunView view, Instant now) {
        List<AdviceFact> facts = new ArrayList<>();
        for (PackageView p : view.packages()) {
            if (p.active()) {
                slowStep(view, p, facts);
                slowerThanUsual(view, p, now, facts);
            } else {
                clear(view, "slow-step:" + p.id(), facts);
                clear(view, "slower-than-usual:" + p.id(), facts);
            }
        }
        return facts;
    }

    private void slowStep(RunView view, PackageView p, List<AdviceFact> facts) {
        Forecast total = p.forecast();
        String id = "slow-step:" + p.id();
        if (total == null || p.method() != Method.SOURCE || expected.putIfAbsent(key(p), total) != null) {
            return;
        }
        if (total.p50().compareTo(SLOW) >= 0 && view.advice(id) == null) {
            facts.add(new AdviceFact.Raised(new Advice(
                    id,
                    Advice.Severity.INFO,
                    p.ref().spec() + " builds from source: " + minutes(total.p10()) + " to " + minutes(total.p90())
                            + " minutes (" + total.basis() + ")",
                    "It is one of the long ones; a quiet display is no sign of trouble",
                    List.of("Next time take it from a binary cache: spack mirror add, spack buildcache push"))));
        }
    }

    private void slowerThanUsual(RunView view, PackageView p, Instant now, List<AdviceFact> facts) {
        Forecast total = expected.get(key(p));
        Duration elapsed = p.elapsed(now);
        String id = "slower-than-usual:" + p.id();
        if (total == null || elapsed == null || total.samples() == 0 || view.advice(id) != null) {
            return;
        }
        if (elapsed.compareTo(total.p90()) > 0 && elapsed.compareTo(MINDED) > 0) {
            facts.add(new AdviceFact.Raised(new Advice(
                    id,
                    Advice.Severity.WARNING,
                    p.ref().spec() + " takes longer than usual: " + minutes(elapsed)
                            + " minutes so far, nine of ten took" + " up to " + minutes(total.p90()) + " ("
                            + total.basis() + ")",
                    "The machine may be busy or short of memory",
                    List.of("Look at load, memory and disk of the machine", "Look at the build log"))));
        }
    }

    private static String key(PackageView p) {
        return p.id() + '#' + p.attempt();
    }

    private static String minutes(Duration time) {
        long rounded = Math.round(time.toSeconds() / 60.0);
        return Long.toString(Math.max(1, rounded));
    }

    private static void clear(RunView view, String id, List<AdviceFact> facts) {
        if (view.advice(id) != null) {
            facts.add(new AdviceFact.Cleared(id));
        }
    }
}
