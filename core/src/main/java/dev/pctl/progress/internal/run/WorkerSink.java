package dev.pctl.progress.internal.run;

import dev.pctl.progress.event.Fact;
import dev.pctl.progress.spi.FactSink;
import java.time.Instant;

/** Records facts as reported by one worker. */
record WorkerSink(RunCore core, String worker) implements FactSink {

    @Override
    public void accept(Instant time, Fact fact) {
        core.record(worker, time, fact);
    }
}
