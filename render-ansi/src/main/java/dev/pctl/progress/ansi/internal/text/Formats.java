package dev.pctl.progress.ansi.internal.text;

import dev.pctl.progress.ansi.internal.width.DisplayWidth;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Currency;
import java.util.Locale;

/** Formats sizes, durations, ranges, percentages and times of day, the same in every locale. */
public final class Formats {

    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};
    private static final double STEP = 1024;
    private static final DateTimeFormatter TIME_OF_DAY = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

    private Formats() {}

    /**
     * Returns a size with up to three digits: {@code 512 B}, {@code 4.1 GB}, {@code 45 GB}. Units are powers of 1024, as
     * in {@code df -h} and on the order form of a cloud volume.
     */
    public static String size(long bytes) {
        double value = Math.max(0, bytes);
        int unit = 0;
        while (value >= STEP - 0.5 && unit < UNITS.length - 1) {
            value /= STEP;
            unit++;
        }
        boolean whole = unit == 0 || value >= 99.95 || Math.abs(value - Math.rint(value)) < 0.05;
        return String.format(Locale.ROOT, whole ? "%.0f %s" : "%.1f %s", value, UNITS[unit]);
    }

    /** Returns a range of sizes: {@code 24–31 GB}, {@code 900 MB–1.2 GB}, or one size where both read the same. */
    static String sizes(long from, long to, String dash) {
        String low = size(from);
        String high = size(to);
        if (low.equals(high)) {
            return high;
        }
        int unit = low.indexOf(' ');
        boolean sameUnit = high.endsWith(low.substring(unit));
        return (sameUnit ? low.substring(0, unit) : low) + dash + high;
    }

    /** Returns an amount of money, with the decimal places of its currency: {@code 0.34 EUR}, {@code 120 JPY}. */
    public static String amount(double amount, String currency) {
        return number(amount, currency) + ' ' + currency;
    }

    /** Returns a range of amounts, or one amount where both read the same: {@code 0.90–1.10 EUR}. */
    static String amounts(double from, double to, String currency, String dash) {
        String low = number(from, currency);
        String high = number(to, currency);
        return (low.equals(high) ? high : low + dash + high) + ' ' + currency;
    }

    private static String number(double amount, String currency) {
        int places = Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits());
        return String.format(Locale.ROOT, "%." + places + "f", amount);
    }

    /** Returns how fast something grows or shrinks: {@code 0.8 GB/min}, {@code -12 MB/min}. */
    static String perMinute(double bytesPerSecond) {
        long bytes = Math.round(Math.abs(bytesPerSecond) * 60);
        return (bytesPerSecond < 0 ? "-" : "") + size(bytes) + "/min";
    }

    /** Returns a rate: {@code 12 MB/s}. */
    public static String perSecond(double bytesPerSecond) {
        return size(Math.round(bytesPerSecond)) + "/s";
    }

    /** Returns a number with its noun: {@code 1 package}, {@code 3 packages}. */
    public static String count(long number, String one, String several) {
        return number + " " + (number == 1 ? one : several);
    }

    /** Returns a time of day: {@code 14:05}. */
    static String timeOfDay(Instant time, ZoneId zone) {
        return TIME_OF_DAY.withZone(zone).format(time);
    }

    /** Returns how long ago something was, in its largest unit: {@code 3 days ago}, {@code 1 week ago}. */
    static String ago(Duration time) {
        long days = time.toDays();
        if (days >= 365) {
            return count(days / 365, "year", "years") + " ago";
        } else if (days >= 60) {
            return count(days / 30, "month", "months") + " ago";
        } else if (days >= 7) {
            return count(days / 7, "week", "weeks") + " ago";
        } else if (days >= 1) {
            return count(days, "day", "days") + " ago";
        } else if (time.toHours() >= 1) {
            return count(time.toHours(), "hour", "hours") + " ago";
        }
        return time.toMinutes() >= 1 ? count(time.toMinutes(), "minute", "minutes") + " ago" : "just now";
    }

    /** Returns a share from 0 to 1 as a percentage, rounded down so that only the whole is 100%. */
    public static String percent(double share) {
        return (int) Math.floor(Math.max(0, Math.min(1, share)) * 100 + 1e-9) + "%";
    }

    /** Returns a rounded duration: {@code 45s}, {@code 12m}, {@code 1h02m}. */
    static String brief(Duration length) {
        long seconds = Math.max(0, length.toSeconds());
        if (seconds < 60) {
            return seconds + "s";
        }
        long minutes = Math.round(seconds / 60.0);
        return minutes < 60 ? minutes + "m" : hours(minutes);
    }

    /** Returns a duration with its seconds: {@code 0.4s}, {@code 45s}, {@code 4m32s}, {@code 1h02m}. */
    static String precise(Duration length) {
        long millis = Math.max(0, length.toMillis());
        if (millis < 9_950) {
            return String.format(Locale.ROOT, "%.1fs", millis / 1000.0);
        }
        long seconds = Math.round(millis / 1000.0);
        if (seconds < 60) {
            return seconds + "s";
        }
        return seconds < 3600
                ? String.format(Locale.ROOT, "%dm%02ds", seconds / 60, seconds % 60)
                : hours(seconds / 60);
    }

    /** Returns a running duration, in whole seconds so that it ticks evenly: {@code 4s}, {@code 4m32s}, {@code 1h02m}. */
    public static String ticking(Duration length) {
        return length.toSeconds() < 60
                ? Math.max(0, length.toSeconds()) + "s"
                : precise(length.truncatedTo(ChronoUnit.SECONDS));
    }

    private static String hours(long minutes) {
        return String.format(Locale.ROOT, "%dh%02dm", minutes / 60, minutes % 60);
    }

    /** Returns a range of durations: {@code 25–31m}, {@code 45s–2m}, or one where both read the same. */
    static String range(Duration from, Duration to, String dash) {
        String low = brief(from);
        String high = brief(to);
        if (low.equals(high)) {
            return high;
        }
        boolean sameUnit = low.charAt(low.length() - 1) == high.charAt(high.length() - 1)
                && low.indexOf('h') < 0
                && high.indexOf('h') < 0;
        return (sameUnit ? low.substring(0, low.length() - 1) : low) + dash + high;
    }

    /** Returns the text, cut with an ellipsis if it has more characters than that. */
    static String shortened(String text, int max) {
        return text.length() <= max ? text : text.substring(0, max - 1) + '…';
    }

    /** Returns the first text that fits the width, or else the last one. */
    static String firstFitting(int width, String... texts) {
        for (String text : texts) {
            if (DisplayWidth.width(text) <= width) {
                return text;
            }
        }
        return texts[texts.length - 1];
    }
}
