package dev.pctl.progress.machine.internal.watchdog;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The well-known long ones, for those who have no history yet. */
public final class KnownSlowPackages {

    private static final String TABLE = "slow-packages.txt";
    private static final Map<String, Entry> KNOWN = read();

    /**
     * What is known of a package.
     *
     * @param gigabytes what building takes on disk, or 0 if not known
     */
    public record Entry(Duration from, Duration to, int gigabytes) {}

    private KnownSlowPackages() {}

    private static Map<String, Entry> read() {
        Map<String, Entry> entries = new HashMap<>();
        try (InputStream in = KnownSlowPackages.class.getResourceAsStream(TABLE)) {
            if (in == null) {
                throw new IllegalStateException(TABLE + " is missing in the library");
            }
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(" "))
                    .forEach(w -> entries.put(w[0], new Entry(minutes(w[1]), minutes(w[2]), Integer.parseInt(w[3]))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return entries;
    }

    private static Duration minutes(String number) {
        return Duration.ofMinutes(Long.parseLong(number));
    }

    /** The package of that name, or that with digits behind it ({@code qt6}); null if it is none of them. */
    public static @Nullable Entry of(String name) {
        Entry entry = KNOWN.get(name);
        if (entry != null) {
            return entry;
        }
        int end = name.length();
        while (end > 0 && Character.isDigit(name.charAt(end - 1))) {
            end--;
        }
        return KNOWN.get(name.substring(0, end));
    }
}
