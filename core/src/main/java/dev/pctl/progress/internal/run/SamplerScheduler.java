package dev.pctl.progress.internal.run;

import dev.pctl.progress.event.Fact;
import dev.pctl.progress.spi.Sampler;
import dev.pctl.progress.view.RunView;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes readings from all samplers. One that fails is logged once and called again the next time. */
public final class SamplerScheduler {

    private static final Logger LOG = LoggerFactory.getLogger(SamplerScheduler.class);

    private final List<Sampler> samplers;
    private final Duration interval;
    private final Set<Object> reported = new HashSet<>();
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

    /** Missed times are skipped, not caught up. */
    public synchronized void sampleIfDue(Supplier<RunView> view, Instant now, Consumer<Fact> sink) {
        if (due == null || !now.isBefore(due)) {
            due = now.plus(interval);
            sample(view.get(), sink);
        }
    }

    public synchronized void sample(RunView view, Consumer<Fact> sink) {
        for (Sampler sampler : samplers) {
            try {
                sampler.sample(view).forEach(sink);
            } catch (IOException | RuntimeException e) {
                if (reported.add(sampler)) {
                    LOG.warn(
                            "{} failed; it is not reported again",
                            sampler.getClass().getName(),
                            e);
                }
            }
        }
    }

    public void close() {
        for (Sampler sampler : samplers) {
            try {
                sampler.close();
            } catch (RuntimeException e) {
                LOG.warn("{} could not be closed", sampler.getClass().getName(), e);
            }
        }
    }
}
