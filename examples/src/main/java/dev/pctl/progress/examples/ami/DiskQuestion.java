package dev.pctl.progress.examples.ami;

import dev.pctl.progress.event.Advice;
import dev.pctl.progress.event.AdviceFact;
import dev.pctl.progress.event.Decision;
import dev.pctl.progress.event.Fact;
import dev.pctl.progress.event.Question;
import dev.pctl.progress.spi.Watchdog;
import dev.pctl.progress.view.RunView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Adds a question to the critical advice of another watchdog. The build continues until the user answers. */
final class DiskQuestion implements Watchdog {

    private static final Question QUESTION = new Question(
            "Continue anyway? [y/N]",
            List.of(Decision.CONTINUE, Decision.STOP),
            Decision.CONTINUE,
            Duration.ofMinutes(5));

    private final Watchdog watchdog;

    DiskQuestion(Watchdog watchdog) {
        this.watchdog = watchdog;
    }

    @Override
    public List<Fact> check(RunView view, Instant now) {
        return watchdog.check(view, now).stream().map(DiskQuestion::asking).toList();
    }

    private static Fact asking(Fact fact) {
        if (!(fact instanceof AdviceFact.Raised raised)
                || raised.advice().severity() != Advice.Severity.CRITICAL
                || raised.advice().question() != null) {
            return fact;
        }
        return new AdviceFact.Raised(raised.advice().asking(QUESTION));
    }
}
