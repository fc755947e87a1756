package dev.pctl.progress.spack;

import dev.pctl.progress.spack.FailureRules.Finding;
import dev.pctl.progress.spack.FailureRules.Level;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the decisive line of a build log while it goes by: the first of the most decisive level. That a log shows
 * errors does not mean that the build failed; it did if it ends with what failed tools say last.
 */
final class LogFailure {

    /** Within so many lines of the end a tool's last words must stand. */
    private static final long END = 80;

    /** Within so many lines of the end an error must stand that no last words follow. */
    private static final long VERY_END = 12;

    private static final Pattern CMAKE = Pattern.compile("CMake Error(?: at |: )");

    private final FailureRules rules;
    private final Map<Level, Decisive> first = new EnumMap<>(Level.class);
    private final Deque<String> before = new ArrayDeque<>();
    private final List<Decisive> open = new ArrayList<>();
    private long lines;
    private long heading;
    private long lastWords = -END;
    private long lastError = -END;

    /** A line that may be decisive. */
    static final class Decisive {
        private final long number;
        private final String text;
        private final Finding finding;
        private final List<String> excerpt;
        private int wanted = Diagnoser.CONTEXT;

        private Decisive(long number, String text, Finding finding, List<String> excerpt) {
            this.number = number;
            this.text = text;
            this.finding = finding;
            this.excerpt = excerpt;
        }

        long number() {
            return number;
        }

        String text() {
            return text;
        }

        Finding finding() {
            return finding;
        }

        List<String> excerpt() {
            return List.copyOf(excerpt);
        }
    }

    LogFailure(FailureRules rules) {
        this.rules = rules;
    }

    /** Takes the next line that is the build's own output. */
    void accept(long number, String text) {
        lines = number;
        extend(text);
        Finding finding = rules.find(text);
        if (finding != null) {
            found(number, text, finding);
        }
        if (before.size() == Diagnoser.CONTEXT) {
            before.removeFirst();
        }
        before.addLast(text);
    }

    private void extend(String text) {
        open.forEach(d -> {
            d.excerpt.add(text);
            d.wanted--;
        });
        open.removeIf(d -> d.wanted == 0);
    }

    private void found(long number, String text, Finding finding) {
        if (finding.level() == Level.ECHO) {
            lastWords = number;
        } else {
            lastError = number;
        }
        if (CMAKE.matcher(text).lookingAt()) {
            heading = number;
        }
        if (!first.containsKey(finding.level())) {
            boolean below = heading > 0 && number - heading <= Diagnoser.HEADING;
            List<String> excerpt = new ArrayList<>(before);
            excerpt.add(text);
            Decisive decisive = new Decisive(below ? heading : number, text, finding, excerpt);
            first.put(finding.level(), decisive);
            open.add(decisive);
        }
    }

    /** The most decisive line; null if nothing looks like an error. */
    @Nullable
    Decisive decisive() {
        return first.values().stream().findFirst().orElse(null);
    }

    /** Whether the log ends as those of failed builds do. */
    boolean failed() {
        return lines - lastWords < END || lines - lastError < VERY_END;
    }
}
