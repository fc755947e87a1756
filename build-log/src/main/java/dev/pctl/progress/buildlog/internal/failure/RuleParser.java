package dev.pctl.progress.buildlog.internal.failure;

import dev.pctl.progress.event.FailureCause;
import dev.pctl.progress.event.RetryAdvice;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parses the text format of failure rules. */
public final class RuleParser {

    /** A rule whose lines are still being read. */
    private static final class Draft {
        private final String id;
        private FailureCause cause = FailureCause.UNKNOWN;
        private RuleLevel level = RuleLevel.CAUSE;
        private @Nullable RetryAdvice retry;
        private final List<LinearPattern> matches = new ArrayList<>();
        private final List<LinearPattern> exceptions = new ArrayList<>();
        private final List<LinearPattern> below = new ArrayList<>();
        private final List<String> sayings = new ArrayList<>();
        private final List<String> fixes = new ArrayList<>();
        private final List<String> examples = new ArrayList<>();
        private final List<String> lookAlikes = new ArrayList<>();

        Draft(String id) {
            this.id = id;
        }

        FailureRule rule() {
            return new FailureRule(
                    id,
                    cause,
                    level,
                    retry,
                    List.copyOf(matches),
                    List.copyOf(exceptions),
                    List.copyOf(below),
                    List.copyOf(sayings),
                    List.copyOf(fixes),
                    List.copyOf(examples),
                    List.copyOf(lookAlikes));
        }
    }

    private final String name;
    private final boolean checked;
    private final List<FailureRule> rules = new ArrayList<>();
    private final List<LinearPattern> ignored = new ArrayList<>();
    private final List<LinearPattern> kept = new ArrayList<>();
    private final Map<FailureCause, List<String>> remedies = new EnumMap<>(FailureCause.class);
    private final Map<String, List<String>> advice = new HashMap<>();
    private @Nullable String after;
    private @Nullable List<String> advised;
    private @Nullable Draft draft;
    private int number;

    /** Reads rules up to the end of the text, and closes it. */
    public static RuleSet read(Reader text, String name) throws IOException {
        return read(text, new RuleParser(name, true));
    }

    /** Reads rules of the library, whose expressions are known to be valid, up to the end of the text, and closes it. */
    public static RuleSet readOwn(Reader text, String name) throws IOException {
        return read(text, new RuleParser(name, false));
    }

    private static RuleSet read(Reader text, RuleParser rules) throws IOException {
        try (BufferedReader lines = new BufferedReader(text)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                rules.accept(line);
            }
        }
        return rules.finish();
    }

    private RuleParser(String name, boolean checked) {
        this.name = name;
        this.checked = checked;
    }

    /** Parses the next line. */
    private void accept(String line) {
        number++;
        if (line.isBlank() || line.startsWith("#")) {
            return;
        }
        int blank = line.indexOf(' ');
        String keyword = blank < 0 ? line : line.substring(0, blank);
        String value = blank < 0 ? "" : line.substring(blank + 1);
        try {
            entry(keyword, value);
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    private void entry(String keyword, String value) {
        switch (keyword) {
            case "rule" -> begin(value);
            case "ignore" -> ignored.add(pattern(value));
            case "keep" -> kept.add(pattern(value));
            case "remedy" -> remedy(value);
            case "after" -> after = value.strip();
            case "advice" -> advise(value.strip());
            default -> {
                List<String> fixes = advised;
                if (fixes != null && keyword.equals("fix")) {
                    fixes.add(value);
                } else {
                    property(keyword, value, draft);
                }
            }
        }
    }

    private void advise(String id) {
        end();
        draft = null;
        advised = advice.computeIfAbsent(id, k -> new ArrayList<>());
    }

    private LinearPattern pattern(String regex) {
        return checked ? LinearPattern.compiled(regex) : LinearPattern.of(regex);
    }

    private void property(String keyword, String value, @Nullable Draft draft) {
        if (draft == null) {
            throw new IllegalArgumentException("unknown keyword " + keyword + " outside a rule");
        }
        switch (keyword) {
            case "cause" -> draft.cause = constant(FailureCause.class, value);
            case "level" -> draft.level = constant(RuleLevel.class, value);
            case "retry" -> draft.retry = constant(RetryAdvice.class, value);
            case "match" -> draft.matches.add(pattern(value));
            case "not" -> draft.exceptions.add(pattern(value));
            case "below" -> draft.below.add(pattern(value));
            case "say" -> draft.sayings.add(value);
            case "fix" -> draft.fixes.add(value);
            case "example" -> draft.examples.add(value);
            case "unlike" -> draft.lookAlikes.add(value);
            default -> throw new IllegalArgumentException("unknown keyword " + keyword);
        }
    }

    private void begin(String id) {
        end();
        advised = null;
        draft = new Draft(id.strip());
    }

    private void end() {
        if (draft != null) {
            rules.add(draft.rule());
        }
    }

    private void remedy(String value) {
        int blank = value.indexOf(' ');
        if (blank < 0) {
            throw new IllegalArgumentException("want remedy CLASS TEXT");
        }
        remedies.computeIfAbsent(constant(FailureCause.class, value.substring(0, blank)), c -> new ArrayList<>())
                .add(value.substring(blank + 1));
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String word) {
        return Enum.valueOf(type, word.strip().toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    private IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException(name + ':' + number + ": " + what);
    }

    private RuleSet finish() {
        end();
        return new RuleSet(rules, ignored, kept, remedies, advice, after);
    }
}
