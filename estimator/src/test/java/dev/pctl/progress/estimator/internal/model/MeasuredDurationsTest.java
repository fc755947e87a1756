package dev.pctl.progress.estimator.internal.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The shipped table of measured durations, and how it is made from tables of builds. This puts the figures of two sites in
 * place of those that are there, leaves one site out, and keeps the others:
 *
 * <pre>{@code
 * ./mvnw -pl estimator -am test -Dtest=MeasuredDurationsTest -Dsurefire.failIfNoSpecifiedTests=false
 *     -Ddurations.sites=expanse=/data/expanse.csv,spack-2=/data/spack-runs.csv -Ddurations.without=gentoo-1
 * }</pre>
 */
class MeasuredDurationsTest {

    private static final String RESOURCE = "measured-durations.txt";
    private static final Path SOURCE =
            Path.of("src/main/resources/dev/pctl/progress/estimator").resolve(RESOURCE);

    /** The lines of a table: its heading, and by name and site the figures. */
    private static final class Table {
        private final StringBuilder heading = new StringBuilder();
        private final Map<String, Map<String, String>> figures = new TreeMap<>();

        Table(List<String> lines) {
            for (String line : lines) {
                if (line.startsWith("#")) {
                    heading.append(line).append('\n');
                } else {
                    String[] words = line.split(" ");
                    for (String figure : Arrays.asList(words).subList(1, words.length)) {
                        put(words[0], figure.substring(0, figure.indexOf('=')), figure);
                    }
                }
            }
        }

        private void put(String name, String site, String figure) {
            figures.computeIfAbsent(name, n -> new TreeMap<>()).put(site, figure);
        }

        void remove(String site) {
            figures.values().forEach(f -> f.remove(site));
            figures.values().removeIf(Map::isEmpty);
        }

        /** Puts in the geometric mean of each package's builds from source. */
        void put(String site, Path builds) throws IOException {
            remove(site);
            Map<String, double[]> sums = new HashMap<>();
            List<String> lines = Files.readAllLines(builds);
            List<String> columns = List.of(lines.get(0).split(","));
            for (String line : lines.subList(1, lines.size())) {
                String[] cells = line.split(",", -1);
                double seconds = Double.parseDouble(cells[columns.indexOf("seconds")]);
                if (cells[columns.indexOf("log")].equals(site)
                        && cells[columns.indexOf("method")].equals("source")
                        && seconds > 0) {
                    double[] sum = sums.computeIfAbsent(
                            ReferenceDurations.plain(cells[columns.indexOf("package")]), n -> new double[2]);
                    sum[0] += Math.log(seconds);
                    sum[1]++;
                }
            }
            sums.forEach((name, sum) ->
                    put(name, site, site + '=' + threeDigits(Math.exp(sum[0] / sum[1])) + '/' + (int) sum[1]));
        }

        private static String threeDigits(double seconds) {
            return new java.math.BigDecimal(seconds)
                    .round(new java.math.MathContext(3))
                    .stripTrailingZeros()
                    .toPlainString();
        }

        List<String> of(String site) {
            return figures.entrySet().stream()
                    .filter(e -> e.getValue().containsKey(site))
                    .map(e -> e.getKey() + ' ' + e.getValue().get(site))
                    .toList();
        }

        @Override
        public String toString() {
            return heading
                    + figures.entrySet().stream()
                            .map(e -> e.getKey()
                                    + ' '
                                    + String.join(" ", e.getValue().values())
                                    + '\n')
                            .collect(Collectors.joining());
        }
    }

    private static Table shipped() throws IOException {
        try (InputStream in = ReferenceDurations.class.getResourceAsStream(RESOURCE)) {
            return new Table(new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList());
        }
    }

    @Test
    void theFiguresOfASiteComeFromItsBuilds() throws IOException {
        Table table = shipped();
        List<String> shipped = table.of("spack-2");
        table.put("spack-2", Path.of("src/test/resources/spack-runs.csv"));

        assertThat(shipped).isNotEmpty().isEqualTo(table.of("spack-2"));
    }

    @Test
    void everySiteIsNamedInTheHeading() throws IOException {
        Table table = shipped();
        Set<String> sites = table.figures.values().stream()
                .flatMap(f -> f.keySet().stream())
                .collect(Collectors.toSet());

        assertThat(sites).allSatisfy(s -> assertThat(table.heading.toString()).contains(s + ": "));
        assertThat(table).hasToString(Files.readString(SOURCE));
    }

    @Test
    @EnabledIfSystemProperty(named = "durations.sites", matches = ".+")
    void writesTheTableAnew() throws IOException {
        Table table = shipped();
        for (String site : System.getProperty("durations.sites").split(",")) {
            String[] parts = site.split("=", 2);
            table.put(parts[0], Path.of(parts[1]));
        }
        String without = System.getProperty("durations.without");
        if (without != null) {
            table.remove(without);
        }
        Files.writeString(SOURCE, table.toString());
    }
}
