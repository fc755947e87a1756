package dev.pctl.progress.sample;

import dev.pctl.progress.event.SampleFact;
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

    /** Releases what the sampler holds. */
    @Override
    default void close() {}
}
