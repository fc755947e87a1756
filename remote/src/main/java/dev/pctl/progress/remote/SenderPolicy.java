package dev.pctl.progress.remote;

/**
 * Decides who may write what.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface SenderPolicy {

    /**
     * Returns whether a sender may write a worker of a run. Called for each batch, possibly by several threads at once.
     *
     * @param sender the sender, as the carrier has verified
     */
    boolean mayWrite(String sender, String run, String worker);
}
