package dev.pctl.progress.spack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pctl.progress.buildlog.internal.failure.FailureRule;
import dev.pctl.progress.buildlog.internal.failure.LinearPattern;
import dev.pctl.progress.buildlog.internal.failure.RuleBook;
import dev.pctl.progress.buildlog.internal.match.GuardedPattern;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Feeds every expression with inputs that repeat parts of its own text, and counts how often it looks at a character:
 * twice the input may cost a little more than twice as much, never four times.
 */
class LinearTimeTest {

    private static final int SHORT = 2_000;
    private static final double MOST_GROWTH = 2.6;

    /** Below this count growth says nothing. */
    private static final long FEW = 20_000;

    /** The expressions that are searched for within lines; others match lines or their beginnings. */
    private static final Set<String> SEARCHED =
            Set.of("GLUED", "STAGE_HASH", "SPEC", "LAST_WORDS", "ENTRY", "PLACEHOLDER", "TITLE");

    private static final Pattern LITERAL = Pattern.compile("[\\w ,./:@'\"=<>#-]{2,}");

    /** A text that counts how often its characters are read. */
    private static final class CountingText implements CharSequence {
        private final String text;
        private long reads;

        CountingText(String text) {
            this.text = text;
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            reads++;
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** Returns the plain parts of an expression: what a line must hold to lead a matcher astray. */
    private static List<String> parts(String regex) {
        String plain = regex.replaceAll("\\(\\?(?:<\\w+>|[:=!i]|<[=!])?\\)?", "(")
                .replaceAll("\\\\[dD]", "1")
                .replaceAll("\\\\[sS]", "a")
                .replaceAll("\\\\w", "a")
                .replaceAll("\\\\b", "")
                .replaceAll("\\\\(\\W)", "$1")
                .replaceAll("\\[\\^?(.)[^\\]]*\\]", "$1")
                .replaceAll("\\{\\d+,?\\d*}", "")
                .replaceAll("[?*+^$]", "");
        Set<String> parts = new LinkedHashSet<>();
        Matcher literal = LITERAL.matcher(plain.replace('(', '|').replace(')', '|'));
        while (literal.find()) {
            parts.add(literal.group());
        }
        parts.add(" ");
        parts.add("a");
        parts.add("-");
        return new ArrayList<>(parts);
    }

    private static String pumped(List<String> parts, String part, int length) {
        StringBuilder text = new StringBuilder(String.join("", parts.subList(0, parts.size() - 3)));
        while (text.length() < length) {
            text.append(part);
        }
        return text.toString();
    }

    private static void checkGrowth(String regex, Consumer<CharSequence> match) {
        List<String> parts = parts(regex);
        for (String part : parts) {
            long once = reads(pumped(parts, part, SHORT), match);
            long twice = reads(pumped(parts, part, 2 * SHORT), match);
            assertThat(twice)
                    .as("%s on repeated '%s': %d, then %d", regex, part, once, twice)
                    .isLessThan((long) Math.max(FEW, MOST_GROWTH * once));
        }
    }

    private static long reads(String line, Consumer<CharSequence> match) {
        CountingText text = new CountingText(line);
        match.accept(text);
        return text.reads;
    }

    @TestFactory
    Stream<DynamicTest> rulesTakeLinearTime() {
        return RuleBook.of(SpackRules.standard()).rules().stream()
                .map(rule -> DynamicTest.dynamicTest(rule.id(), () -> checkRule(rule)));
    }

    private static void checkRule(FailureRule rule) {
        Stream.concat(rule.matches().stream(), rule.exceptions().stream())
                .forEach(p -> checkGrowth(p.regex(), p::isIn));
    }

    @TestFactory
    Stream<DynamicTest> grammarsTakeLinearTime() throws IOException, URISyntaxException, ReflectiveOperationException {
        List<DynamicTest> tests = new ArrayList<>();
        for (Class<?> grammar : grammars()) {
            for (Field field : grammar.getDeclaredFields()) {
                Pattern pattern = pattern(field);
                if (pattern != null) {
                    tests.add(DynamicTest.dynamicTest(
                            grammar.getSimpleName() + '.' + field.getName(),
                            () -> checkGrammar(pattern, SEARCHED.contains(field.getName()))));
                }
            }
        }
        assertThat(tests).hasSizeGreaterThan(30);
        return tests.stream();
    }

    private static void checkGrammar(Pattern pattern, boolean searched) {
        checkGrowth(pattern.pattern(), t -> pattern.matcher(t).matches());
        checkGrowth(pattern.pattern(), t -> pattern.matcher(t).lookingAt());
        if (searched) {
            checkGrowth(pattern.pattern(), t -> pattern.matcher(t).find());
        }
    }

    private static @Nullable Pattern pattern(Field field) throws ReflectiveOperationException {
        if (!Modifier.isStatic(field.getModifiers())) {
            return null;
        } else if (field.getType() == Pattern.class) {
            field.setAccessible(true);
            return (Pattern) field.get(null);
        } else if (field.getType() == GuardedPattern.class) {
            field.setAccessible(true);
            Field inside = GuardedPattern.class.getDeclaredField("pattern");
            inside.setAccessible(true);
            return (Pattern) inside.get(field.get(null));
        }
        return null;
    }

    private static List<Class<?>> grammars() throws IOException, URISyntaxException, ClassNotFoundException {
        List<Class<?>> classes = new ArrayList<>();
        classes.addAll(classesIn("dev/pctl/progress/spack/internal/grammar/", "ClassicGrammar"));
        classes.addAll(classesIn("dev/pctl/progress/spack/internal/buildlog/", "BuildLog"));
        classes.addAll(classesIn("dev/pctl/progress/buildlog/internal/failure/", "LogExcerpt"));
        classes.addAll(classesIn("dev/pctl/progress/buildlog/internal/step/", "StepCounter"));
        classes.addAll(classesIn("dev/pctl/progress/buildlog/internal/track/", "InstallTimes"));
        return classes;
    }

    private static List<Class<?>> classesIn(String folder, String example)
            throws IOException, URISyntaxException, ClassNotFoundException {
        URI where =
                SpackRules.class.getResource("/" + folder + example + ".class").toURI();
        if (!where.getScheme().equals("jar")) {
            return classesOf(Path.of(where).getParent(), folder);
        }
        try (FileSystem jar = FileSystems.newFileSystem(where, Map.of())) {
            return classesOf(jar.getPath(folder), folder);
        }
    }

    private static List<Class<?>> classesOf(Path directory, String folder) throws IOException, ClassNotFoundException {
        List<Class<?>> classes = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(".class") && !name.startsWith("package-info")) {
                    classes.add(Class.forName(folder.replace('/', '.') + name.replace(".class", "")));
                }
            }
        }
        return classes;
    }

    @Test
    void linesOfThousandsOfBlanksOverflowNoStack() {
        String log = "==> Installing foo-1.0-abcdefghijklmnopqrstuvwxyz234567\n -  " + " ".repeat(60_000) + "!\n";

        assertThat(Reading.of(log.getBytes(StandardCharsets.UTF_8)).facts()).isNotEmpty();
    }

    @Test
    void expressionThatOnlyBacktrackingMatchesIsRefusedWithItsReason() {
        assertThatThrownBy(() -> LinearPattern.compiled("a(?!b)"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("linear time");
    }
}
