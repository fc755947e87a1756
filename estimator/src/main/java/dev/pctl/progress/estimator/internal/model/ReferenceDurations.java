package dev.pctl.progress.estimator.internal.model;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Durations of packages that ship with the library: those measured elsewhere, and those estimated from the size of what a
 * package installs. The tables and their sources are in this package's resources.
 */
public final class ReferenceDurations {

    private static final Pattern SEPARATORS = Pattern.compile("[-_.+]+");
    private static final Pattern TRAILING = Pattern.compile("[-_.+]+$");
    private static final List<String> PREFIXES = List.of("py-", "perl-", "r-", "haskell-", "lib");

    private final Map<String, List<Measured>> measured = new HashMap<>();
    private final Map<String, Double> expected = new HashMap<>();

    private record Measured(String site, double logSeconds) {}

    private ReferenceDurations() {}

    /** Returns the tables that ship with the library. */
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

    static void read(String resource, Consumer<String[]> line) {
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
        List<Measured> sites = new ArrayList<>();
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
     * Returns the mean natural logarithm of the seconds measured for a package.
     *
     * @param exceptSite the asking site, whose own measurements are left out, or null
     * @return null if there are no measurements
     */
    @Nullable
    Double measured(String name, @Nullable String exceptSite) {
        for (String key : List.of(canonicalName(name), "py-" + canonicalName(name))) {
            double[] logs = measured.getOrDefault(key, List.of()).stream()
                    .filter(m -> !m.site().equals(exceptSite))
                    .mapToDouble(Measured::logSeconds)
                    .toArray();
            if (logs.length > 0) {
                return Arrays.stream(logs).average().getAsDouble();
            }
        }
        return null;
    }

    /** Returns the natural logarithm of the seconds estimated for a package; null if the table lacks it. */
    @Nullable
    Double expected(String name) {
        String canonical = canonicalName(name);
        Double found = expected.get(canonical);
        if (found == null) {
            found = expected.get(canonical.replace("-", ""));
        }
        for (int i = 0; found == null && i < PREFIXES.size(); i++) {
            String prefix = PREFIXES.get(i);
            found = expected.get(
                    canonical.startsWith(prefix) ? canonical.substring(prefix.length()) : prefix + canonical);
        }
        return found;
    }

    /** Returns a name as the tables have it: without a category, in lower case, with hyphens between its words. */
    public static String canonicalName(String name) {
        String last = name.substring(name.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        String hyphens =
                SEPARATORS.matcher(TRAILING.matcher(last).replaceAll("")).replaceAll("-");
        return hyphens.startsWith("python-") ? "py-" + hyphens.substring("python-".length()) : hyphens;
    }
}
