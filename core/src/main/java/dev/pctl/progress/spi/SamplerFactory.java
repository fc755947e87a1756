package dev.pctl.progress.spi;

/**
 * Creates samplers of the local machine. The module {@code dev.pctl.progress.machine} finds one that is declared as a
 * service. Thread-safe.
 */
public interface SamplerFactory {

    /**
     * Creates a sampler.
     *
     * @throws IllegalStateException if it cannot work on this machine
     */
    Sampler create(LocalMachine machine);
}
