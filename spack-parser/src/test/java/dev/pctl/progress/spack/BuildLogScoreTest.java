package dev.pctl.progress.spack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pctl.progress.event.Diagnosis;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How often a build log alone is enough to find cause, kind and decisive line: logs of recordings, and many of our own. */
class BuildLogScoreTest {

    private static final FailureFinder FINDER = FailureFinder.of(SpackRules.standard());
    private static final Pattern HEADER = Pattern.compile("#### (\\S+) (\\S+) (\\S+)");
    private static final Pattern REPEATED = Pattern.compile("%%% (\\d+) (.*)");

    /** A build log and what there is to find in it. */
    private record Case(String name, String cause, String kind, int line, String log) {

        static Case of(String recording, String cause, String kind, int line) {
            try {
                return new Case(recording, cause, kind, line, Files.readString(resource("/recordings/" + recording)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static Path resource(String name) {
        try {
            return Path.of(BuildLogScoreTest.class.getResource(name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Case> recorded() {
        return List.of(
                Case.of("0.21-compiler-killed/spack-build-out.txt", "memory", "out-of-memory", 43),
                Case.of("0.21-configure-error/spack-build-out.txt", "configure", "compiler-broken", 21),
                Case.of("0.21-stack/spack-build-out-gmp.txt", "configure", "configure-error", 291),
                Case.of("0.21-stack/spack-build-out-spdlog.txt", "link", "relocation", 34),
                Case.of("0.21-tty-compile-error/spack-build-out.txt", "compile", "compile-error", 40),
                Case.of("0.23-cmake-package-missing/spack-build-out.txt", "configure", "cmake-package-missing", 9),
                Case.of("0.23-compile-error/spack-build-out.txt", "compile", "compile-error", 77),
                Case.of("1.1-header-missing/spack-build-out.txt", "compile", "missing-header", 7),
                Case.of("1.1-link-error/spack-build-out.txt", "link", "library-not-found", 7),
                Case.of("1.3-plain-fail-fast/spack-build-out.txt", "configure", "missing-header", 25),
                Case.of("1.3-plain-link-error/spack-build-out.txt", "link", "library-not-found", 9));
    }

    private static List<Case> written() throws IOException {
        List<Case> cases = new ArrayList<>();
        try (Stream<Path> files = Files.list(resource("/build-logs"))) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".txt")).sorted().toList()) {
                cases.addAll(cases(Files.readAllLines(file)));
            }
        }
        return cases;
    }

    private static List<Case> cases(List<String> lines) {
        List<Case> cases = new ArrayList<>();
        Matcher header = null;
        List<String> log = new ArrayList<>();
        int decisive = 0;
        for (String line : lines) {
            Matcher next = HEADER.matcher(line);
            if (next.matches()) {
                add(cases, header, decisive, log);
                header = next;
                log = new ArrayList<>();
                decisive = 0;
            } else if (line.startsWith("@@")) {
                log.add(line.substring(2));
                decisive = log.size();
            } else {
                Matcher repeated = REPEATED.matcher(line);
                int times = repeated.matches() ? Integer.parseInt(repeated.group(1)) : 1;
                for (int i = 0; i < times; i++) {
                    log.add(repeated.matches() ? repeated.group(2) : line);
                }
            }
        }
        add(cases, header, decisive, log);
        return cases;
    }

    private static void add(List<Case> cases, Matcher header, int decisive, List<String> log) {
        if (header != null) {
            String text = String.join("\n", log).stripTrailing() + "\n";
            cases.add(new Case(header.group(1), header.group(2), header.group(3), decisive, text));
        }
    }

    @Test
    void causeKindAndDecisiveLineAreFoundInAllButKnownMisses() throws IOException {
        List<Case> all = new ArrayList<>(recorded());
        all.addAll(written());
        List<String> missed = new ArrayList<>();
        for (Case one : all) {
            Diagnosis got =
                    FINDER.diagnose(new ByteArrayInputStream(one.log().getBytes(StandardCharsets.UTF_8)), one.name());
            String cause = got == null
                    ? "none"
                    : got.cause().name().toLowerCase(Locale.ROOT).replace('_', '-');
            String kind = got == null ? "none" : String.valueOf(got.kind());
            int line = got == null || got.line() == null ? 0 : got.line();
            if (!cause.equals(one.cause()) || !kind.equals(one.kind()) || line != one.line()) {
                missed.add(one.name() + ' ' + cause + ' ' + kind + ' ' + line);
            }
        }

        assertThat(all).hasSizeGreaterThan(100);
        assertThat(missed)
                .as("a miss that is new is a regression; one that is gone leaves the list")
                .containsExactlyInAnyOrderElementsOf(Files.readAllLines(resource("/build-logs/known-misses.list")));
    }

    @Test
    void everyDiagnosisSaysWhyAndWhatToDo() throws IOException {
        for (Case one : written()) {
            Diagnosis got =
                    FINDER.diagnose(new ByteArrayInputStream(one.log().getBytes(StandardCharsets.UTF_8)), one.name());
            assertThat(got).as(one.name()).isNotNull();
            assertThat(got.remedies()).as(one.name()).isNotEmpty().noneMatch(r -> r.matches(".*\\{\\w+}.*"));
            if (!one.kind().equals("last-words")) {
                assertThat(got.summary()).as(one.name()).isNotBlank();
            }
            if (one.line() == 0) {
                continue;
            }
            assertThat(got.decisive()).as(one.name() + " in " + got.excerpt()).isNotNegative();
            assertThat(got.excerpt().get(got.decisive()))
                    .as(one.name())
                    .isEqualTo(one.log().split("\n", -1)[got.line() - 1]);
        }
    }
}
