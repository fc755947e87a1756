package dev.pctl.progress.buildlog.internal.failure;

import dev.pctl.progress.buildlog.internal.line.NumberedLine;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the decisive line of a build log while it goes by. Lines that tell of errors come in groups: what a compiler
 * says, and what make then says of it. A group counts if it holds what failed tools say last; errors that the build went
 * on from do not. Of the first group that counts, the first of the most decisive lines is it. Memory does not grow with
 * the log.
 */
public final class FailureScanner {

    /** Within so many lines of the end a tool's last words must stand if the build failed. */
    private static final long END = 80;

    /** Within so many lines of the end an error must stand that no last words follow. */
    private static final long VERY_END = 12;

    /** So far apart two lines have nothing to do with each other. */
    private static final long APART = 100;

    /** So far back an error may still be the reason for last words that nothing else explains. */
    private static final long FAR_BACK = 1_000;

    private static final LinearPattern NOTE =
            LinearPattern.of(": note: |^\\s+\\d* ?\\| |: {3}required from |: In (?:instantiation|substitution) of ");

    /** Spack runs the next command only if the one before has succeeded. */
    private static final LinearPattern NEXT = LinearPattern.of("^==> \\[\\d{4}-[\\d:.-]+\\] '");

    /** Without last words of make, an error after which the build goes on was none. */
    private static final LinearPattern GOES_ON = LinearPattern.of("^(?:(?:\\S*/)?"
            + "(?:(?:g?cc|[gc]\\+\\+|clang(?:\\+\\+)?|gfortran|mpicc|mpicxx|mpif90) .*-[co] |(?:ar|ranlib) )"
            + "|\\[ *\\d+%\\] Built target |make(?:\\[\\d+\\])?: Leaving directory |PASS(?:: |$)|Successfully "
            + "|\\*\\* testing |--- (?:PASS|SKIP): )");

    /** What tools say last of something that failed in this phase. */
    private record Ending(String phase, LinearPattern words) {}

    private static final List<Ending> ENDINGS = List.of(
            new Ending(
                    "test",
                    LinearPattern.of("\\*\\*\\* \\[(?:[^]]*:\\d+: )?[\\w./+-]*\\b(?:check|tests?|check-am|check-TESTS"
                            + "|check-recursive|test-suite\\.log|installcheck)\\]")),
            new Ending(
                    "install",
                    LinearPattern.of("\\*\\*\\* \\[(?:[^]]*:\\d+: )?install|make target [`'‘]install"
                            + "|FAILED: install script|Failed (?:building wheel|to build)|Could not build wheels|subprocess-exited"
                            + "|metadata-generation-failed|legacy-install-failure")),
            new Ending(
                    "configure",
                    LinearPattern.of("configuration failed for package|failed to run custom build command")));

    /** What CMake only warns of is indented behind a line that says so. */
    private static final String CMAKE_WARNING = "CMake Warning";

    private static final LinearPattern CMAKE = LinearPattern.of("^CMake Error(?: at |: |: *$)");

    private final List<Decisive> open = new ArrayList<>();
    private @Nullable Group current;
    private @Nullable Group first;
    private @Nullable Group firstOfMachine;
    private @Nullable Group lastLoose;
    private long heading = -END;
    private long lastWords = -END;
    private long lastError = -END;

    /** A line that may be decisive. */
    static final class Decisive {
        private final Group group;
        private final long number;
        private final String text;
        private final RuleMatch finding;
        private final List<String> excerpt = new ArrayList<>();
        private long excerptLine;
        private long excerptEnd;
        private int wanted = Diagnoser.CONTEXT;

        private Decisive(Group group, long number, String text, RuleMatch finding) {
            this.group = group;
            this.number = number;
            this.text = text;
            this.finding = finding;
        }

        long number() {
            return number;
        }

        String text() {
            return text;
        }

        RuleMatch finding() {
            return finding;
        }

        /** The phase that the tool's last words tell of; null if they do not. */
        @Nullable
        String phase() {
            return group.phase;
        }

        List<String> excerpt() {
            return List.copyOf(excerpt);
        }

        /** The number of the excerpt's first line. */
        long excerptLine() {
            return excerptLine;
        }

        /** Blank lines are not handed on, and stand in the log all the same; where more is missing, it begins anew. */
        private void extend(long next, String line) {
            if (excerpt.isEmpty() || next - excerptEnd > Diagnoser.CONTEXT) {
                excerpt.clear();
                excerptLine = next;
            } else {
                for (long blank = excerptEnd + 1; blank < next; blank++) {
                    excerpt.add("");
                }
            }
            excerpt.add(line);
            excerptEnd = next;
        }

        private void extendBelow(long next, String line) {
            if (next - excerptEnd > Diagnoser.CONTEXT) {
                wanted = 0;
            } else {
                extend(next, line);
                wanted--;
            }
        }
    }

    /** Lines near each other that tell of errors: of each level the first. */
    private static final class Group {
        private final Map<RuleLevel, Decisive> byLevel = new EnumMap<>(RuleLevel.class);
        private long last;
        private boolean counts;
        private @Nullable String phase;

        boolean tells() {
            Decisive best = best();
            return best != null && best.finding().level() != RuleLevel.ECHO;
        }

        boolean ofMachine() {
            return byLevel.containsKey(RuleLevel.SYSTEM);
        }

        @Nullable
        Decisive best() {
            return byLevel.values().stream().findFirst().orElse(null);
        }
    }

    /**
     * Takes a line of the build's output, of which at least those must come that stand no further than {@link #APART}
     * behind one that was found to tell of errors.
     */
    void accept(NumberedLine line) {
        open.forEach(d -> d.extendBelow(line.number(), line.text()));
        open.removeIf(d -> d.wanted <= 0);
        goOn(line);
    }

    /** What a compiler adds to an error of a template may fill pages: it keeps the group together. */
    private void goOn(NumberedLine line) {
        Group group = current;
        if (group == null) {
            return;
        }
        if (line.number() - group.last <= APART && NOTE.isIn(line.text())) {
            group.last = line.number();
        } else if (!group.counts && NEXT.isIn(line.text())) {
            clear();
        } else if (GOES_ON.isIn(line.text())) {
            lastError = -END;
        }
    }

    /** The number of the last line that belongs together with what was found last. */
    long wantedTo() {
        Group group = current;
        return group == null ? 0 : group.last + APART;
    }

    /**
     * Something was found in a line.
     *
     * @param before the lines just before it
     */
    void found(NumberedLine line, RuleMatch finding, List<NumberedLine> before) {
        if (finding.level() == RuleLevel.PARDON) {
            pardon();
            return;
        } else if (finding.level() == RuleLevel.ALL_CLEAR) {
            clear();
            return;
        } else if (isOnlyWarned(line, before)) {
            return;
        }
        long number = line.number();
        Group group = group(number);
        group.last = number;
        group.phase = group.phase == null ? phase(line.text()) : group.phase;
        if (finding.level() == RuleLevel.ECHO) {
            group.counts = true;
            lastWords = number;
        } else {
            lastError = number;
        }
        if (CMAKE.isIn(line.text())) {
            heading = number;
        }
        if (!group.byLevel.containsKey(finding.level())) {
            int complaint = finding.level() == RuleLevel.ECHO
                    ? LastWords.complaint(
                            before.stream().map(NumberedLine::text).toList())
                    : -1;
            group.byLevel.put(
                    finding.level(),
                    complaint < 0
                            ? decisive(group, line, finding, before)
                            : decisive(group, before.get(complaint), finding, before.subList(0, complaint)));
        }
    }

    private static @Nullable String phase(String lastWords) {
        return ENDINGS.stream()
                .filter(e -> e.words().isIn(lastWords))
                .map(Ending::phase)
                .findFirst()
                .orElse(null);
    }

    private static boolean isOnlyWarned(NumberedLine line, List<NumberedLine> before) {
        if (!line.text().startsWith("  ")) {
            return false;
        }
        String heading = before.stream()
                .map(NumberedLine::text)
                .filter(t -> t.startsWith("CMake "))
                .reduce("", (earlier, later) -> later);
        return heading.startsWith(CMAKE_WARNING);
    }

    /** The build goes on: what stood before was no failure, unless somebody gave a verdict. */
    private void clear() {
        Group group = current;
        if (group != null && !group.byLevel.containsKey(RuleLevel.VERDICT)) {
            current = null;
            lastWords = -END;
            lastError = -END;
        }
    }

    /** What was said just before was no failure; a verdict and what the machine says stay. */
    private void pardon() {
        Group group = current;
        if (group != null && !group.counts) {
            group.byLevel.remove(RuleLevel.CAUSE);
            group.byLevel.remove(RuleLevel.SYMPTOM);
            if (group.byLevel.isEmpty()) {
                lastError = -END;
            }
        }
    }

    private Group group(long number) {
        Group group = current;
        if (group == null || number - group.last > APART) {
            settle(group);
            group = new Group();
            current = group;
        }
        return group;
    }

    private void settle(@Nullable Group group) {
        if (group == null) {
            return;
        }
        Group known = first;
        if (!group.counts) {
            lastLoose = group.tells() ? group : lastLoose;
        } else if (known == null || (!known.tells() && group.tells())) {
            first = group;
        }
        if (group.counts && group.ofMachine() && firstOfMachine == null) {
            firstOfMachine = group;
        }
    }

    private Decisive decisive(Group group, NumberedLine line, RuleMatch finding, List<NumberedLine> before) {
        long number = line.number();
        boolean below = number > heading && number - heading <= Diagnoser.HEADING;
        Decisive decisive = new Decisive(group, below ? heading : number, line.text(), finding);
        before.forEach(b -> decisive.extend(b.number(), b.text()));
        decisive.extend(number, line.text());
        open.add(decisive);
        return decisive;
    }

    /** The most decisive line; null if nothing looks like an error. */
    @Nullable
    Decisive decisive() {
        settle(current);
        current = null;
        Group group = firstOfMachine != null ? firstOfMachine : first;
        Group loose = lastLoose;
        if (group == null || (!group.tells() && loose != null && group.last - loose.last <= FAR_BACK)) {
            group = loose == null ? group : loose;
        }
        return group == null ? null : group.best();
    }

    /**
     * Whether the log ends as those of failed builds do.
     *
     * @param lines the number of its last line
     */
    boolean failed(long lines) {
        return lines - lastWords < END || lines - lastError < VERY_END;
    }
}
