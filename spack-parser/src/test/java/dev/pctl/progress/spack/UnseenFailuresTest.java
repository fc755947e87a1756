package dev.pctl.progress.spack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pctl.progress.buildlog.LineParser;
import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.event.FailureFact;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.spi.LogParser;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * How often cause, line and package are right in failures that were written before the rules had seen them, from the
 * texts in Spack's sources and from the documented messages of tools.
 */
class UnseenFailuresTest {

    private static final FailureFinder FINDER = FailureFinder.of(SpackRules.standard());

    private static final Path FOLDER = Path.of("src/test/resources/unseen-failures");

    private static final List<String> FILES =
            List.of("before-packages.txt", "during-installation.txt", "tools.txt", "second-set.txt");

    private static final String NAME = "the log";

    private static final String HASH = "kq4mzv7w2nxd3ju5tyrsboa6ecplhgif";

    /** A log and what is right about it; of several causes each is right. */
    private record Case(String name, List<String> causes, String pkg, String fragment, String log) {

        static Case of(String text) {
            int end = text.indexOf('\n');
            String[] fields = text.substring(0, end).split(" \\| ", 4);
            String log = text.substring(end + 1).replace("%H", HASH).replace("%S", HASH.substring(0, 7));
            return fields.length == 1
                    ? new Case(fields[0], List.of(), "-", "", log)
                    : new Case(fields[0], List.of(fields[1].split(",")), fields[2], fields[3], log);
        }

        List<String> faults() {
            Diagnosis got = diagnose(log);
            if (got == null) {
                return List.of("none");
            }
            List<String> faults = new ArrayList<>();
            String cause = got.cause().name().toLowerCase(Locale.ROOT).replace('_', '-');
            if (!causes.contains(cause)) {
                faults.add("cause " + cause);
            }
            if (!lines(got).contains(fragment)) {
                faults.add("line " + got.message());
            }
            String pkgName = got.packageRef() == null ? "-" : got.packageRef().name();
            if (!pkgName.equals(pkg)) {
                faults.add("package " + pkgName);
            }
            if (read(log).outcome() != Outcome.FAILED && read(log).outcome() != Outcome.CANCELLED && spacks()) {
                faults.add("outcome " + read(log).outcome());
            }
            return faults;
        }

        boolean spacks() {
            return log.contains("==> ");
        }

        private String lines(Diagnosis got) {
            String line = got.line() == null
                    ? ""
                    : log.lines().skip(got.line() - 1L).findFirst().orElse("");
            return NAME.equals(got.log()) ? got.message() + '\n' + line : got.message();
        }
    }

    private static List<Case> cases(String file) throws IOException {
        return Stream.of(Files.readString(FOLDER.resolve(file)).split("(?m)^### "))
                .filter(Predicate.not(String::isBlank))
                .map(Case::of)
                .toList();
    }

    private static Reading read(String log) {
        return Reading.of(log.getBytes(UTF_8));
    }

    private static @Nullable Diagnosis diagnose(String log) {
        try {
            return FINDER.diagnose(new ByteArrayInputStream(log.getBytes(UTF_8)), NAME);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void failuresAreDiagnosedInAllButKnownMisses() throws IOException {
        List<String> missed = new ArrayList<>();
        for (String file : FILES) {
            for (Case one : cases(file)) {
                one.faults().forEach(f -> missed.add(one.name() + ": " + f));
            }
        }

        assertThat(missed)
                .as("a miss that is new is a regression; one that is gone leaves the list")
                .containsExactlyInAnyOrderElementsOf(Files.readAllLines(FOLDER.resolve("known-misses.txt")));
    }

    @Test
    void watchedLogIsDiagnosedLikeAFile() throws IOException {
        List<String> different = new ArrayList<>();
        for (String file : FILES) {
            for (Case one : cases(file)) {
                String watched = summary(
                        read(one.log()).view().failures().stream().findFirst().orElse(null));
                String found = summary(diagnose(one.log()));
                if (!watched.equals(found) && read(one.log()).outcome() != Outcome.CANCELLED) {
                    different.add(one.name() + ": watched " + watched + ", found " + found);
                }
            }
        }

        assertThat(different).isEmpty();
    }

    @Test
    void hostsToolsAreDiagnosedAlikeWithAndWithoutSpacksGrammar() throws IOException {
        List<String> different = new ArrayList<>();
        for (Case one : cases("tools.txt")) {
            String log = "recipe: begin pump 2 (1 of 1)\nrecipe: step build\n" + one.log() + "recipe: end error\n";
            String alone = ofHost(LineParser.of(RecipeGrammar::new), log);
            String withSpack = ofHost(SpackParsers.with(RecipeGrammar::new), log);
            if (!alone.equals(withSpack) || alone.startsWith("[]")) {
                different.add(one.name() + ": alone " + alone + ", with Spack " + withSpack);
            }
        }

        assertThat(different).isEmpty();
    }

    private static String ofHost(LogParser.Factory parsers, String log) {
        List<String> found = new ArrayList<>();
        LogParser parser = parsers.create((time, fact) -> {
            if (fact instanceof FailureFact.Diagnosed d) {
                found.add(summary(d.diagnosis()));
            }
        });
        byte[] bytes = log.getBytes(UTF_8);
        parser.accept(bytes, 0, bytes.length, Reading.READ_AT);
        parser.finish(Reading.READ_AT);
        return found + " " + parser.outcome();
    }

    private static String summary(@Nullable Diagnosis one) {
        return one == null ? "nothing" : one.cause() + " " + one.kind() + " " + one.message();
    }

    @Test
    void successesAreNoFailures() throws IOException {
        List<String> alarms = cases("succeeded.txt").stream()
                .filter(c -> diagnose(c.log()) != null || read(c.log()).outcome() == Outcome.FAILED)
                .map(c -> c.name() + ": " + diagnose(c.log()))
                .toList();

        assertThat(alarms).isEmpty();
    }
}
