package dev.pctl.progress.spi;

import dev.pctl.progress.event.SampleFact;
import dev.pctl.progress.view.RunView;
import java.io.IOException;
import java.util.List;

/**
 * Reads a machine. Called every few seconds by one thread at a time, which does nothing else: a sampler may be slow.
 */
@FunctionalInterface
public interface Sampler extends AutoCloseable {

    /**
     * Takes the readings.
     *
     * @param view what is known of the run, for samplers whose readings depend on it
     * @throws IOException if the machine cannot be read now; the sampler is called again later
     */
    List<SampleFact> sample(RunView view) throws IOException;

    /** Releases what the sampler holds. */
    @Override
    default void close() {}
}
