package dev.pctl.progress.hook;

import dev.pctl.progress.event.Event;
import dev.pctl.progress.event.Fact;
import dev.pctl.progress.internal.state.RunProjection;
import dev.pctl.progress.spi.EventListener;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The hooks of a host, in the order in which they are called.
 *
 * <pre>{@code
 * Hooks hooks = Hooks.on(PackageFact.Finished.class, outcome(FAILED), context -> page(context.packageView()))
 *         .and(AdviceFact.Raised.class, severity(CRITICAL), context -> chat(context.fact().advice().seen()))
 *         .and(RunFact.Finished.class, context -> post(context.run()));
 * }</pre>
 *
 * <p>The type may be a single fact's, a group's such as {@code PhaseFact}, or {@code Fact} for all. Immutable; the same
 * hooks may serve any number of runs, and are then called by as many threads.
 */
public final class Hooks {

    private static final Logger LOG = LoggerFactory.getLogger(Hooks.class);

    private final List<Entry<?>> entries;

    private Hooks(List<Entry<?>> entries) {
        this.entries = entries;
    }

    /** Returns hooks with one hook for every fact of the type. */
    public static <F extends Fact> Hooks on(Class<F> type, Hook<F> hook) {
        return on(type, context -> true, hook);
    }

    /** Returns hooks with one hook for facts of the type that pass the filter. */
    public static <F extends Fact> Hooks on(Class<F> type, Predicate<? super HookContext<F>> filter, Hook<F> hook) {
        return new Hooks(List.of()).and(type, filter, hook);
    }

    /** Returns these hooks and a hook for every fact of the type. */
    public <F extends Fact> Hooks and(Class<F> type, Hook<F> hook) {
        return and(type, context -> true, hook);
    }

    /** Returns these hooks and a hook for facts of the type that pass the filter. */
    public <F extends Fact> Hooks and(Class<F> type, Predicate<? super HookContext<F>> filter, Hook<F> hook) {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(filter, "filter");
        Objects.requireNonNull(hook, "hook");
        List<Entry<?>> all = new ArrayList<>(entries);
        all.add(new Entry<>(type, filter, hook));
        return new Hooks(List.copyOf(all));
    }

    /** Returns a new listener that calls the hooks for the run of the first event that it gets. */
    public EventListener listener() {
        return new Caller();
    }

    private record Entry<F extends Fact>(Class<F> type, Predicate<? super HookContext<F>> filter, Hook<F> hook) {

        void call(Event event, RunProjection state) throws Exception {
            if (type.isInstance(event.fact())) {
                HookContext<F> context = new HookContext<>(type.cast(event.fact()), event, state);
                if (filter.test(context)) {
                    hook.call(context);
                }
            }
        }
    }

    private final class Caller implements EventListener {

        private final Set<Entry<?>> reported = new HashSet<>();
        private @Nullable RunProjection state;

        @Override
        public void onEvent(Event event) throws InterruptedException {
            if (state == null) {
                state = new RunProjection(event.run());
            }
            if (state.apply(event)) {
                for (Entry<?> entry : entries) {
                    call(entry, event, state);
                }
            }
        }

        /** Catches errors, too: none of them may keep the next hook from being called. */
        @SuppressWarnings("IllegalCatch")
        private void call(Entry<?> entry, Event event, RunProjection known) throws InterruptedException {
            try {
                entry.call(event, known);
            } catch (InterruptedException e) {
                throw e;
            } catch (Throwable t) {
                if (reported.add(entry)) {
                    LOG.warn(
                            "hook {} for {} failed at event {}; it is not reported again",
                            entries.indexOf(entry) + 1,
                            entry.type().getSimpleName(),
                            event.id(),
                            t);
                }
            }
        }
    }
}
