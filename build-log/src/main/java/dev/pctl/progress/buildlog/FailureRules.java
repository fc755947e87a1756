package dev.pctl.progress.buildlog;

import dev.pctl.progress.buildlog.internal.failure.RuleBook;
import dev.pctl.progress.buildlog.internal.failure.RuleParser;
import dev.pctl.progress.buildlog.internal.failure.RuleSet;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Rules that say what lines of a log mean for a failure, and what to do about it. Rules are data: the standard ones are
 * in the resource {@code failure-rules.txt}, and a host adds its own with {@link #with}. docs/failure-rules.md
 * describes the format. Immutable.
 */
public final class FailureRules extends RuleBook {

    private static final FailureRules STANDARD = new FailureRules(null);

    private final @Nullable RuleSet own;

    /** Holds the given rules, or if null the standard ones, which are read on first use. */
    private FailureRules(@Nullable RuleSet own) {
        this.own = own;
    }

    private static final class Standard {
        static final RuleSet RULES = read();

        private static RuleSet read() {
            try (InputStream in = FailureRules.class.getResourceAsStream("failure-rules.txt")) {
                InputStream present = Objects.requireNonNull(in, "the library lacks its failure rules");
                return RuleParser.readOwn(new InputStreamReader(present, StandardCharsets.UTF_8), "failure-rules.txt");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Returns the rules that come with the library. */
    public static FailureRules standard() {
        return STANDARD;
    }

    /**
     * Returns these rules preceded by those of the text. The text's remedies replace those for the same cause.
     *
     * @param text rules in the format of the standard ones
     * @param name the name of the text in error messages
     * @throws IllegalArgumentException if the text is not of that format; the message names the line
     * @throws IOException if the text cannot be read
     */
    public FailureRules with(Reader text, String name) throws IOException {
        return new FailureRules(rules().with(RuleParser.read(text, name)));
    }

    @Override
    protected RuleSet rules() {
        return own == null ? Standard.RULES : own;
    }
}
