package dev.pctl.progress.internal.run;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls code that is not this library's: samplers, watchdogs, sources, renderers. Whatever they throw, errors such as
 * {@link NoSuchMethodError} included, is reported once for each of them and stops nothing else. Thread-safe.
 */
final class ExtensionGuard {

    private static final Logger LOG = LoggerFactory.getLogger(ExtensionGuard.class);

    private final Set<Object> reported =
            Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));

    /** A call of an extension. */
    interface Call {
        void run() throws Exception;
    }

    /**
     * Calls an extension.
     *
     * @return what it threw, or null if the call succeeded
     */
    @SuppressWarnings("IllegalCatch") // the purpose of this class
    @Nullable
    Throwable run(Object extension, Call call) {
        try {
            call.run();
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return e;
        } catch (Throwable t) {
            report(extension, t);
            return t;
        }
    }

    private void report(Object extension, Throwable failure) {
        if (reported.add(extension)) {
            LOG.warn("{} failed; it is not reported again", nameOf(extension), failure);
        }
    }

    /** Returns the name of a class; of a lambda, the class that it is written in. */
    private static String nameOf(Object extension) {
        String name = extension.getClass().getName();
        int lambda = name.indexOf("$$Lambda");
        return lambda < 0 ? name : "a lambda of " + name.substring(0, lambda);
    }
}
