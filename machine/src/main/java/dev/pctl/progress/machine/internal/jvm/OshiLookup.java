package dev.pctl.progress.machine.internal.jvm;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds OSHI, which is there only if the host has added it. */
public final class OshiLookup {

    private static final Logger LOG = LoggerFactory.getLogger(OshiLookup.class);

    private OshiLookup() {}

    /** Returns null if OSHI is not there, or does not work on this machine. */
    public static @Nullable OshiMachineReader find() {
        try {
            Class.forName("oshi.SystemInfo", false, OshiLookup.class.getClassLoader());
            return new OshiMachineReader();
        } catch (ClassNotFoundException e) {
            LOG.debug("OSHI is not on the class path");
        } catch (LinkageError | RuntimeException e) {
            LOG.info("OSHI does not work on this machine: {}", e.toString());
        }
        return null;
    }
}
