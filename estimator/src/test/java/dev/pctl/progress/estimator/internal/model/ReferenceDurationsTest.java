package dev.pctl.progress.estimator.internal.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReferenceDurationsTest {

    private static List<String> measured() throws IOException {
        try (InputStream in = ReferenceDurations.class.getResourceAsStream("measured-durations.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    @Test
    void everyMeasuredLineHasACanonicalNameAndFigures() throws IOException {
        assertThat(measured().stream().filter(l -> !l.startsWith("#")))
                .isSorted()
                .allMatch(l -> l.matches("[a-z0-9-]+( [a-z0-9-]+=[0-9.]+/[0-9]+)+"))
                .allSatisfy(l -> {
                    String name = l.split(" ")[0];
                    assertThat(ReferenceDurations.canonicalName(name)).isEqualTo(name);
                });
    }

    @Test
    void theHeadingNamesEverySite() throws IOException {
        List<String> lines = measured();
        String heading =
                String.join("\n", lines.stream().filter(l -> l.startsWith("#")).toList());

        assertThat(lines.stream()
                        .filter(l -> !l.startsWith("#"))
                        .flatMap(l -> Stream.of(l.split(" ")).skip(1))
                        .map(f -> f.substring(0, f.indexOf('=')))
                        .distinct())
                .allSatisfy(site -> assertThat(heading).contains(site + ": "));
    }

    @Test
    void knowsNamesOfOtherPackageManagers() {
        ReferenceDurations tables = ReferenceDurations.shipped();

        assertThat(tables.expected("dev-libs/icu")).isEqualTo(tables.expected("icu"));
        assertThat(tables.expected("Python_NumPy")).isNotNull();
        assertThat(tables.measured("zlib", null)).isNotNull();
    }

    @Test
    void leavesOutTheMeasurementsOfTheAskingSite() {
        ReferenceDurations tables = ReferenceDurations.shipped();

        assertThat(tables.measured("chromium", null)).isNotNull();
        assertThat(tables.measured("chromium", "gentoo-1")).isNull();
    }
}
