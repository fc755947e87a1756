package dev.pctl.progress.examples.harness;

import dev.pctl.progress.estimator.internal.model.ReferenceDurations;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Updates the table of measured durations that the estimator ships. Sites that the command does not name keep their
 * figures; a site without a file is removed.
 *
 * <pre>
 * java -cp examples/target/harness.jar dev.pctl.progress.examples.harness.MeasuredDurationsTable
 *     estimator/src/main/resources/dev/pctl/progress/estimator/internal/model/measured-durations.txt
 *     expanse=/data/expanse.csv spack-2=/data/spack-runs.csv gentoo-1=
 * </pre>
 */
public final class MeasuredDurationsTable {

    /** The digits of a figure; builds vary by more than the next digit says. */
    private static final MathContext DIGITS = new MathContext(3);

    private final List<String> heading = new ArrayList<>();
    private final Map<String, Map<String, String>> figures = new TreeMap<>();

    /** Parses the lines of a table: a heading of comments, then a line for each package with a figure for each site. */
    MeasuredDurationsTable(List<String> lines) {
        for (String line : lines) {
            if (line.startsWith("#")) {
                heading.add(line);
            } else {
                String[] words = line.split(" ");
                for (String figure : Arrays.asList(words).subList(1, words.length)) {
                    put(words[0], figure.substring(0, figure.indexOf('=')), figure);
                }
            }
        }
    }

    /** Updates the table. The arguments are its file and {@code SITE=CSV} for each site. */
    public static void main(String[] args) throws IOException {
        Path file = Path.of(args[0]);
        MeasuredDurationsTable table = new MeasuredDurationsTable(Files.readAllLines(file));
        for (String argument : Arrays.asList(args).subList(1, args.length)) {
            String[] site = argument.split("=", 2);
            table.remove(site[0]);
            if (!site[1].isEmpty()) {
                table.add(site[0], Path.of(site[1]));
            }
        }
        Files.writeString(file, table.toString());
    }

    private void put(String name, String site, String figure) {
        figures.computeIfAbsent(name, n -> new TreeMap<>()).put(site, figure);
    }

    void remove(String site) {
        figures.values().forEach(f -> f.remove(site));
        figures.values().removeIf(Map::isEmpty);
    }

    /** Adds the geometric mean of each package's builds from source at the site, and their number. */
    void add(String site, Path builds) throws IOException {
        Map<String, List<Double>> logs = new HashMap<>();
        for (BuildTable.Row row : BuildTable.read(builds)) {
            double seconds = row.seconds().toMillis() / 1000.0;
            if (row.text("log").equals(site) && "source".equals(row.known("method")) && seconds > 0) {
                logs.computeIfAbsent(ReferenceDurations.canonicalName(row.text("package")), n -> new ArrayList<>())
                        .add(Math.log(seconds));
            }
        }
        logs.forEach((name, all) -> {
            double mean = Math.exp(all.stream().mapToDouble(d -> d).average().orElseThrow());
            String seconds =
                    new BigDecimal(mean).round(DIGITS).stripTrailingZeros().toPlainString();
            put(name, site, site + '=' + seconds + '/' + all.size());
        });
    }

    /** Returns the lines of the packages that were built at the site, with the figures of this site alone. */
    List<String> of(String site) {
        return figures.entrySet().stream()
                .filter(e -> e.getValue().containsKey(site))
                .map(e -> e.getKey() + ' ' + e.getValue().get(site))
                .toList();
    }

    @Override
    public String toString() {
        String packages = figures.entrySet().stream()
                .map(e -> e.getKey() + ' ' + String.join(" ", e.getValue().values()) + '\n')
                .collect(Collectors.joining());
        return String.join("\n", heading) + '\n' + packages;
    }
}
