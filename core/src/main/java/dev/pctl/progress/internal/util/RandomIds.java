package dev.pctl.progress.internal.util;

import java.util.SplittableRandom;
import java.util.UUID;

/**
 * Ids that differ from each other, for names rather than for secrets. {@link UUID#randomUUID} starts the security
 * providers first, which takes a tenth of a second in a new virtual machine.
 */
public final class RandomIds {

    private static final long VERSION = 4L << 12;
    private static final long VERSION_MASK = 0xf000L;
    private static final long VARIANT = 1L << 63;
    private static final long VARIANT_MASK = 3L << 62;

    private RandomIds() {}

    /** Returns a new id in the form of a random UUID. */
    public static String next() {
        SplittableRandom random = new SplittableRandom();
        long most = (random.nextLong() & ~VERSION_MASK) | VERSION;
        long least = (random.nextLong() & ~VARIANT_MASK) | VARIANT;
        return new UUID(most, least).toString();
    }
}
