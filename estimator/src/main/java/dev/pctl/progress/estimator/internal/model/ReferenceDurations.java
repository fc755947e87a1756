package dev.pctl.progress.estimator.internal.model;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is known of packages before anything was built: durations measured elsewhere, and durations reckoned from how
 * much a package installs. The tables and their sources are in this package's resources.
 */
final class ReferenceDurations {

    private static final Pattern SEPARATORS = Pattern.compile("[-_.+]+");
    private static final Pattern TRAILING = Pattern.compile("[-_.+]+$");
    private static final List<String> PREFIXES = List.of("py-", "perl-", "r-", "haskell-", "lib");

    private final Map<String, List<Measured>> measured = new HashMap<>();
    private final Map<String, Double> expected = new HashMap<>();

    private record Measured(String site, double logSeconds) {}

    private ReferenceDurations() {}

    /** The tables that come with the library. */
    static ReferenceDurations shipped() {
        return Shipped.TABLES;
    }

    private static final class Shipped {
        static final ReferenceDurations TABLES = new ReferenceDurations();

        static {
            read("measured-durations.txt", TABLES::readMeasured);
            read("expected-durations.txt", TABLES::readExpected);
        }
    }

    private static void read(String resource, java.util.function.Consumer<String[]> line) {
        try (InputStream in = ReferenceDurations.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the library lacks its resource " + resource);
            }
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .filter(l -> !l.startsWith("#"))
                    .forEach(l -> line.accept(l.split(" ")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void readMeasured(String[] words) {
        List<Measured> sites = new java.util.ArrayList<>();
        for (int i = 1; i < words.length; i++) {
            int equals = words[i].indexOf('=');
            int slash = words[i].indexOf('/', equals);
            double seconds = Double.parseDouble(words[i].substring(equals + 1, slash));
            sites.add(new Measured(words[i].substring(0, equals), Math.log(seconds)));
        }
        measured.put(words[0], sites);
    }

    private void readExpected(String[] words) {
        Double logSeconds = Math.log(Double.parseDouble(words[0]));
        for (int i = 1; i < words.length; i++) {
            expected.put(words[i], logSeconds);
        }
    }

    /**
     * Mean natural logarithm of the seconds measured for the package.
     *
     * @param exceptSite a site whose measurements do not count, because it is the one that asks, or null
     * @return null if there are none
     */
    @Nullable
    Double measured(String name, @Nullable String exceptSite) {
        for (String key : List.of(plain(name), "py-" + plain(name))) {
            double[] logs = measured.getOrDefault(key, List.of()).stream()
                    .filter(m -> !m.site().equals(exceptSite))
                    .mapToDouble(Measured::logSeconds)
                    .toArray();
            if (logs.length > 0) {
                return java.util.Arrays.stream(logs).average().getAsDouble();
            }
        }
        return null;
    }

    /** Natural logarithm of the seconds reckoned for the package; null if it is not in the table. */
    @Nullable
    Double expected(String name) {
        String plain = plain(name);
        Double found = expected.get(plain);
        if (found == null) {
            found = expected.get(plain.replace("-", ""));
        }
        for (int i = 0; found == null && i < PREFIXES.size(); i++) {
            String prefix = PREFIXES.get(i);
            found = expected.get(plain.startsWith(prefix) ? plain.substring(prefix.length()) : prefix + plain);
        }
        return found;
    }

    /** A name as the tables have it: without a category, in lower case, with hyphens between its words. */
    static String plain(String name) {
        String last = name.substring(name.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        String hyphens =
                SEPARATORS.matcher(TRAILING.matcher(last).replaceAll("")).replaceAll("-");
        return hyphens.startsWith("python-") ? "py-" + hyphens.substring("python-".length()) : hyphens;
    }
}
