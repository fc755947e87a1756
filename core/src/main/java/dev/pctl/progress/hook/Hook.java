package dev.pctl.progress.hook;

import dev.pctl.progress.event.Fact;

/**
 * An action of the host for facts of one type. Called in the thread of its {@link Hooks}, one call at a time. A hook
 * that throws is logged once and called again for the next fact; it never disturbs the build or other hooks. A slow
 * hook delays the other hooks of the same {@link Hooks}, and nothing else.
 *
 * @param <F> the type of fact
 */
@FunctionalInterface
public interface Hook<F extends Fact> {

    /**
     * Reacts to a fact.
     *
     * @throws Exception if it fails; see above
     */
    void call(HookContext<F> context) throws Exception;
}
