package dev.pctl.progress.spi;

import dev.pctl.progress.event.SampleFact;
import dev.pctl.progress.view.RunView;
import java.io.IOException;
import java.util.List;

/** Reads a machine. Called every few seconds by one thread at a time; it may take its time, nobody waits for it. */
public interface Sampler extends AutoCloseable {

    /**
     * Takes the readings.
     *
     * @throws IOException if the machine cannot be read now; it is asked again later
     */
    List<SampleFact> sample() throws IOException;

    /**
     * Takes the readings, by a sampler for which it depends on the run what there is to read.
     *
     * @param view what is known of the run
     * @throws IOException if the machine cannot be read now; it is asked again later
     */
    default List<SampleFact> sample(RunView view) throws IOException {
        return sample();
    }

    /** Releases what the sampler holds. */
    @Override
    default void close() {}
}
