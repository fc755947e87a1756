package dev.pctl.progress.internal.run;

import dev.pctl.progress.event.Event;
import dev.pctl.progress.event.Fact;
import dev.pctl.progress.spi.FactSink;
import java.time.Instant;

/** Records facts as reported by one worker. A time that no event can have came from a damaged log; now is better. */
record WorkerSink(RunCore core, String worker) implements FactSink {

    @Override
    public void accept(Instant time, Fact fact) {
        core.record(worker, Event.isPossible(time) ? time : core.now(), fact);
    }
}
