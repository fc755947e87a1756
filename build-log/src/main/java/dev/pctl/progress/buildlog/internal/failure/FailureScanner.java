package dev.pctl.progress.buildlog.internal.failure;

import dev.pctl.progress.buildlog.internal.line.NumberedLine;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the decisive line of a build log in one pass. Error lines come in groups, such as a compiler's error and make's
 * report of it. A group counts if it contains an echo, which shows that the error stopped the build. The decisive line
 * is the first one of the most decisive level in the first group that counts. Memory does not grow with the log.
 */
public final class FailureScanner {

    /** The number of lines before the end in which an echo shows that the build failed. */
    private static final long END = 80;

    /** The number of lines before the end in which an error without an echo shows that the build failed. */
    private static final long VERY_END = 12;

    /** The most lines between two errors of one group. */
    private static final long LONGEST_GAP = 100;

    /** The most lines between an error without an echo and the unexplained echo that it may explain. */
    private static final long FAR_BACK = 1_000;

    /** Matches what a compiler adds to an error, which may fill pages for a template. */
    private static final LinearPattern NOTE =
            LinearPattern.of(": note: |^\\s+\\d* ?\\| |: {3}required from |: In (?:instantiation|substitution) of ");

    /** Matches the next command of Spack, which runs only if the one before succeeded. */
    private static final LinearPattern NEXT_COMMAND = LinearPattern.of("^==> \\[\\d{4}-[\\d:.-]+\\] '");

    /**
     * Matches lines that show that the build continues: an error before one did not stop it, unless an echo follows.
     */
    private static final LinearPattern PROGRESS = LinearPattern.of("^(?:(?:\\S*/)?"
            + "(?:(?:g?cc|[gc]\\+\\+|clang(?:\\+\\+)?|gfortran|mpicc|mpicxx|mpif90) .*-[co] |(?:ar|ranlib) )"
            + "|\\[ *\\d+%\\] Built target |make(?:\\[\\d+\\])?: Leaving directory |PASS(?:: |$)|Successfully "
            + "|\\*\\* testing |--- (?:PASS|SKIP): )");

    /** A pattern for the final report of a tool that failed in this phase. */
    private record FinalReport(String phase, LinearPattern pattern) {}

    private static final List<FinalReport> FINAL_REPORTS = List.of(
            new FinalReport(
                    "test",
                    LinearPattern.of("\\*\\*\\* \\[(?:[^]]*:\\d+: )?[\\w./+-]*\\b(?:check|tests?|check-am|check-TESTS"
                            + "|check-recursive|test-suite\\.log|installcheck)\\]")),
            new FinalReport(
                    "install",
                    LinearPattern.of("\\*\\*\\* \\[(?:[^]]*:\\d+: )?install|make target [`'‘]install"
                            + "|FAILED: install script|Failed (?:building wheel|to build)|Could not build wheels|subprocess-exited"
                            + "|metadata-generation-failed|legacy-install-failure")),
            new FinalReport(
                    "configure",
                    LinearPattern.of("configuration failed for package|failed to run custom build command")));

    /** The heading of an indented message that is only a warning of CMake. */
    private static final String CMAKE_WARNING = "CMake Warning";

    private static final LinearPattern CMAKE = LinearPattern.of("^CMake Error(?: at |: |: *$)");

    private final List<Decisive> open = new ArrayList<>();
    private @Nullable Group current;
    private @Nullable Group first;
    private @Nullable Group firstWithSystemLine;
    private @Nullable Group lastWithoutEcho;
    private long heading = -END;
    private long lastEcho = -END;
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

        /** Returns the phase that the tool's final report names, or null. */
        @Nullable
        String phase() {
            return group.phase;
        }

        List<String> excerpt() {
            return List.copyOf(excerpt);
        }

        /** Returns the number of the excerpt's first line. */
        long excerptLine() {
            return excerptLine;
        }

        /** Adds a line to the excerpt, after blank lines for a small gap. A larger gap restarts the excerpt. */
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

    /** Error lines close to each other: the first of each level. */
    private static final class Group {
        private final Map<RuleLevel, Decisive> byLevel = new EnumMap<>(RuleLevel.class);
        private long last;
        private boolean counts;
        private @Nullable String phase;

        boolean hasError() {
            Decisive best = best();
            return best != null && best.finding().level() != RuleLevel.ECHO;
        }

        boolean hasSystemLine() {
            return byLevel.containsKey(RuleLevel.SYSTEM);
        }

        @Nullable
        Decisive best() {
            return byLevel.values().stream().findFirst().orElse(null);
        }
    }

    /**
     * Accepts a line of the build's output. All lines within {@link #LONGEST_GAP} lines below an error must be given;
     * others may be left out.
     */
    void accept(NumberedLine line) {
        open.forEach(d -> d.extendBelow(line.number(), line.text()));
        open.removeIf(d -> d.wanted <= 0);
        updateGroup(line);
    }

    /** Extends the current group by a compiler's notes, or records that the build continued. */
    private void updateGroup(NumberedLine line) {
        Group group = current;
        if (group == null) {
            return;
        }
        if (line.number() - group.last <= LONGEST_GAP && NOTE.isIn(line.text())) {
            group.last = line.number();
        } else if (!group.counts && NEXT_COMMAND.isIn(line.text())) {
            clear();
        } else if (PROGRESS.isIn(line.text())) {
            lastError = -END;
        }
    }

    /** Returns the number of the last line that may still belong to the current group, or 0. */
    long wantedTo() {
        Group group = current;
        return group == null ? 0 : group.last + LONGEST_GAP;
    }

    /**
     * Records the match of a rule in a line.
     *
     * @param before the lines just before the line
     */
    void found(NumberedLine line, RuleMatch finding, List<NumberedLine> before) {
        if (finding.level() == RuleLevel.PARDON) {
            pardon();
            return;
        } else if (finding.level() == RuleLevel.ALL_CLEAR) {
            clear();
            return;
        } else if (isCmakeWarning(line, before)) {
            return;
        }
        long number = line.number();
        Group group = group(number);
        group.last = number;
        group.phase = group.phase == null ? phase(line.text()) : group.phase;
        if (finding.level() == RuleLevel.ECHO) {
            group.counts = true;
            lastEcho = number;
        } else {
            lastError = number;
        }
        if (CMAKE.isIn(line.text())) {
            heading = number;
        }
        if (!group.byLevel.containsKey(finding.level())) {
            int complaint = finding.level() == RuleLevel.ECHO
                    ? ComplaintFinder.find(
                            before.stream().map(NumberedLine::text).toList())
                    : -1;
            group.byLevel.put(
                    finding.level(),
                    complaint < 0
                            ? decisive(group, line, finding, before)
                            : decisive(group, before.get(complaint), finding, before.subList(0, complaint)));
        }
    }

    private static @Nullable String phase(String line) {
        return FINAL_REPORTS.stream()
                .filter(e -> e.pattern().isIn(line))
                .map(FinalReport::phase)
                .findFirst()
                .orElse(null);
    }

    private static boolean isCmakeWarning(NumberedLine line, List<NumberedLine> before) {
        if (!line.text().startsWith("  ")) {
            return false;
        }
        String heading = before.stream()
                .map(NumberedLine::text)
                .filter(t -> t.startsWith("CMake "))
                .reduce("", (earlier, later) -> later);
        return heading.startsWith(CMAKE_WARNING);
    }

    /** Drops the current group because the build continued, unless the group contains a verdict. */
    private void clear() {
        Group group = current;
        if (group != null && !group.byLevel.containsKey(RuleLevel.VERDICT)) {
            current = null;
            lastEcho = -END;
            lastError = -END;
        }
    }

    /** Drops the causes and symptoms of the current group, which were no failure. Verdicts and system lines stay. */
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
        if (group == null || number - group.last > LONGEST_GAP) {
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
            lastWithoutEcho = group.hasError() ? group : lastWithoutEcho;
        } else if (known == null || (!known.hasError() && group.hasError())) {
            first = group;
        }
        if (group.counts && group.hasSystemLine() && firstWithSystemLine == null) {
            firstWithSystemLine = group;
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

    /** Returns the most decisive line, or null if no line looks like an error. */
    @Nullable
    Decisive decisive() {
        settle(current);
        current = null;
        Group group = firstWithSystemLine != null ? firstWithSystemLine : first;
        Group withoutEcho = lastWithoutEcho;
        if (group == null || (!group.hasError() && withoutEcho != null && group.last - withoutEcho.last <= FAR_BACK)) {
            group = withoutEcho == null ? group : withoutEcho;
        }
        return group == null ? null : group.best();
    }

    /**
     * Returns whether the log ends like that of a failed build.
     *
     * @param lines the number of its last line
     */
    boolean failed(long lines) {
        return lines - lastEcho < END || lines - lastError < VERY_END;
    }
}
