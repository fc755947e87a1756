package dev.pctl.progress;

import dev.pctl.progress.event.Fact;
import dev.pctl.progress.sample.Sampler;
import dev.pctl.progress.state.RunView;
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

/** Takes readings from all samplers. One that fails is reported once and asked again the next time. */
final class Sampling {

    private static final Logger LOG = LoggerFactory.getLogger(Sampling.class);

    private final List<Sampler> samplers;
    private final Duration interval;
    private final Set<Object> reported = new HashSet<>();
    private @Nullable Instant due;

    Sampling(List<Sampler> samplers, Duration interval) {
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
    synchronized void sampleIfDue(Supplier<RunView> view, Instant now, Consumer<Fact> sink) {
        if (due == null || !now.isBefore(due)) {
            due = now.plus(interval);
            sample(view.get(), sink);
        }
    }

    synchronized void sample(RunView view, Consumer<Fact> sink) {
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

    void close() {
        for (Sampler sampler : samplers) {
            try {
                sampler.close();
            } catch (RuntimeException e) {
                LOG.warn("{} could not be closed", sampler.getClass().getName(), e);
            }
        }
    }
}
