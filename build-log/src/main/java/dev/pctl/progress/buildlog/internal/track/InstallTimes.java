package dev.pctl.progress.buildlog.internal.track;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The times that Spack prints after a success: {@code   Stage: 0.05s.  Build: 1m 2.34s.  Total: 1m 3.02s}, with a
 * period at the end up to 0.19. A time of zero is printed as an empty string.
 *
 * @param total the package's whole time
 * @param phases the time of each phase, by its name in lower case
 */
public record InstallTimes(Duration total, Map<String, Duration> phases) {

    /** The text that every such line contains. */
    public static final String WORD = "Total: ";

    private static final String TIME = "((?:\\d+h ?)?(?:\\d+m ?)?(?:[\\d.]+s)?)";
    private static final Pattern ENTRY = Pattern.compile("([A-Z][\\w-]*): " + TIME + "\\.?(?: ?[ \t] ?|$)");
    private static final Pattern PARTS = Pattern.compile("(?:(\\d+)h ?)?(?:(\\d+)m ?)?(?:(\\d+(?:\\.\\d+)?)s)?");

    /** Parses the line, or returns null if it contains no such times. */
    public static @Nullable InstallTimes parse(String line) {
        if (!line.startsWith("  ") || !line.contains(WORD)) {
            return null;
        }
        Map<String, Duration> phases = new LinkedHashMap<>();
        Duration total = null;
        Matcher entry = ENTRY.matcher(line);
        int from = 2;
        while (entry.find() && entry.start() == from) {
            Duration time = duration(entry.group(2));
            if (time == null) {
                return null;
            }
            if (entry.group(1).equals("Total")) {
                total = time;
            } else {
                phases.put(entry.group(1).toLowerCase(Locale.ROOT), time);
            }
            from = entry.end();
        }
        return total == null ? null : new InstallTimes(total, phases);
    }

    /** Parses one time, or returns null if it is invalid. */
    public static @Nullable Duration duration(String text) {
        Matcher parts = PARTS.matcher(text);
        if (!parts.matches() || text.length() > 40) {
            return null;
        }
        String seconds = parts.group(3);
        long millis =
                seconds == null ? 0 : new BigDecimal(seconds).movePointRight(3).longValue();
        return Duration.ofHours(number(parts.group(1)))
                .plusMinutes(number(parts.group(2)))
                .plusMillis(millis);
    }

    private static long number(@Nullable String digits) {
        return digits == null || digits.length() > 9 ? 0 : Long.parseLong(digits);
    }
}
