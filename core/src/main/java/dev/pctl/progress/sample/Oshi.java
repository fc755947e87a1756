package dev.pctl.progress.sample;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds OSHI, which is there only if the host has added it. */
final class Oshi {

    private static final Logger LOG = LoggerFactory.getLogger(Oshi.class);

    private Oshi() {}

    /** Null if it is not there, or does not work on this machine. */
    static @Nullable OshiMachine find() {
        try {
            Class.forName("oshi.SystemInfo", false, Oshi.class.getClassLoader());
            return new OshiMachine();
        } catch (ClassNotFoundException e) {
            LOG.debug("OSHI is not on the class path");
        } catch (LinkageError | RuntimeException e) {
            LOG.info("OSHI does not work on this machine: {}", e.toString());
        }
        return null;
    }
}
