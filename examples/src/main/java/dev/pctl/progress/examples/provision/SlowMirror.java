package dev.pctl.progress.examples.provision;

import dev.pctl.progress.event.Advice;
import dev.pctl.progress.event.AdviceFact;
import dev.pctl.progress.event.Fact;
import dev.pctl.progress.event.PackageFact;
import dev.pctl.progress.spi.Watchdog;
import dev.pctl.progress.view.PackageView;
import dev.pctl.progress.view.RunView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A watchdog of this host: raises advice when a download takes too long, and suggests another mirror. */
final class SlowMirror implements Watchdog {

    private static final String ID = "slow-mirror";

    private final Duration patience;

    SlowMirror(Duration patience) {
        this.patience = patience;
    }

    @Override
    public List<Fact> check(RunView view, Instant now) {
        PackageView slow = view.active().stream()
                .filter(p -> p.activity() == PackageFact.Kind.FETCHING && p.currentPhase() == null)
                .filter(p -> isLong(p.elapsed(now)))
                .findFirst()
                .orElse(null);
        if (slow == null) {
            return view.advice().raised(ID) == null ? List.of() : List.of(new AdviceFact.Cleared(ID));
        }
        Advice advice = new Advice(
                ID,
                Advice.Severity.WARNING,
                slow.ref().name() + " comes slowly from " + slow.activityDetail(),
                "Later steps wait for it",
                List.of("Choose a mirror nearer to you: MIRROR=… provision"));
        return advice.equals(view.advice().raised(ID)) ? List.of() : List.of(new AdviceFact.Raised(advice));
    }

    private boolean isLong(@Nullable Duration elapsed) {
        return elapsed != null && elapsed.compareTo(patience) > 0;
    }
}
