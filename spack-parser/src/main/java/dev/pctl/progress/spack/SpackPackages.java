package dev.pctl.progress.spack;

import dev.pctl.progress.event.Forecast;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.remedy.PackageRequirements;
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

/**
 * Typical durations and disk space of the Spack packages that take long to build from source, for hosts without a
 * history:
 *
 * <pre>{@code
 * SlowPackageWatchdog.builder()
 *         .typical(SpackPackages::typicalDuration)
 *         .requirements(SpackPackages.requirements())
 * }</pre>
 *
 * @since 0.1
 */
public final class SpackPackages {

    private static final String TABLE = "slow-packages.txt";
    private static final Map<String, Entry> KNOWN = read();

    /** Bytes are 0 where they were not measured. */
    private record Entry(Forecast duration, long bytes) {}

    private SpackPackages() {}

    /**
     * Returns how long building the package from source typically takes.
     *
     * @return null for packages that are not known to take long
     */
    public static @Nullable Forecast typicalDuration(PackageRef ref) {
        Entry entry = find(ref.name());
        return entry == null ? null : entry.duration();
    }

    /** Returns how much disk space building the packages typically takes. */
    public static PackageRequirements requirements() {
        return ref -> {
            Entry entry = find(ref.name());
            return entry == null || entry.bytes() == 0 ? null : entry.bytes();
        };
    }

    /** Finds the package of that name, or of that name without the digits at its end ({@code qt6}). */
    private static @Nullable Entry find(String name) {
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

    private static Map<String, Entry> read() {
        Map<String, Entry> entries = new HashMap<>();
        try (InputStream in = SpackPackages.class.getResourceAsStream(TABLE)) {
            if (in == null) {
                throw new IllegalStateException(TABLE + " is missing in the library");
            }
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(" "))
                    .forEach(columns -> entries.put(columns[0], entry(columns)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return entries;
    }

    private static Entry entry(String[] columns) {
        Duration from = Duration.ofMinutes(Long.parseLong(columns[1]));
        Duration to = Duration.ofMinutes(Long.parseLong(columns[2]));
        Duration middle = from.plus(to).dividedBy(2);
        return new Entry(new Forecast(from, middle, to, "typical", 0), Long.parseLong(columns[3]) << 30);
    }
}
