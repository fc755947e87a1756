package dev.pctl.progress.hook;

import dev.pctl.progress.event.Fact;

/**
 * What a host wants done when something happens. Called in the thread of the {@link Hooks} it belongs to, one call at a
 * time. A hook that throws is reported once in the log and called again the next time; it never disturbs the build or
 * other hooks. A slow hook delays the hooks beside it, and nothing else.
 *
 * @param <F> the type of fact
 */
@FunctionalInterface
public interface Hook<F extends Fact> {

    /**
     * Something happened.
     *
     * @throws Exception whatever goes wrong; see above
     */
    void call(HookContext<F> moment) throws Exception;
}
