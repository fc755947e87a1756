package dev.pctl.progress.internal.run;

import dev.pctl.progress.event.Fact;
import dev.pctl.progress.spi.Sampler;
import dev.pctl.progress.view.RunView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Takes readings from all samplers. One that fails is reported once and called again the next time. */
public final class SamplerScheduler {

    private final List<Sampler> samplers;
    private final Duration interval;
    private final ExtensionGuard guard = new ExtensionGuard();
    private @Nullable Instant due;

    public SamplerScheduler(List<Sampler> samplers, Duration interval) {
        this.samplers = List.copyOf(samplers);
        this.interval = interval;
    }

    Duration interval() {
        return interval;
    }

    boolean needed() {
        return !samplers.isEmpty();
    }

    /** Samples if it is time. Missed times are skipped. */
    public synchronized void sampleIfDue(Supplier<RunView> view, Instant now, Consumer<Fact> sink) {
        if (due == null || !now.isBefore(due)) {
            due = now.plus(interval);
            sample(view.get(), sink);
        }
    }

    public synchronized void sample(RunView view, Consumer<Fact> sink) {
        for (Sampler sampler : samplers) {
            guard.run(sampler, () -> sampler.sample(view).forEach(sink));
        }
    }

    void close() {
        for (Sampler sampler : samplers) {
            guard.run(sampler, sampler::close);
        }
    }
}
