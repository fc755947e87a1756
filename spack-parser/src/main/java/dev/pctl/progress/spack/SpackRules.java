package dev.pctl.progress.spack;

import dev.pctl.progress.buildlog.FailureRules;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * The rules for builds by Spack: those for build tools, those for errors of Spack itself, and remedies in Spack's words.
 * A host adds its own with {@link FailureRules#with}.
 */
public final class SpackRules {

    private static final String NAME = "spack-failure-rules.txt";

    private SpackRules() {}

    private static final class Standard {
        static final FailureRules RULES = read();

        private static FailureRules read() {
            try (InputStream in = SpackRules.class.getResourceAsStream(NAME)) {
                InputStream there = Objects.requireNonNull(in, "the library lacks its failure rules");
                return FailureRules.standard().with(new InputStreamReader(there, StandardCharsets.UTF_8), NAME);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Returns the rules that come with the library. They are read on first use. */
    public static FailureRules standard() {
        return Standard.RULES;
    }
}
