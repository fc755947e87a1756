package dev.pctl.progress.sample;

/**
 * Makes samplers of the local machine. One that is declared as a service is found by {@link MachineSampler#find}.
 * Thread-safe.
 */
public interface SamplerFactory {

    /**
     * Makes a sampler.
     *
     * @throws IllegalStateException if it cannot work on this machine
     */
    Sampler create(LocalMachine machine);
}
