package dev.pctl.progress.examples.ami.history;

import dev.pctl.progress.estimator.history.BuildRecord;
import dev.pctl.progress.estimator.history.BuildRecord.Unit;
import dev.pctl.progress.estimator.report.CacheAdvice;
import dev.pctl.progress.event.Price;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reports what the newest build did not take from the binary cache. */
final class CacheReport {

    private static final double LEAST_SECONDS = 60;
    private static final double SECONDS_PER_HOUR = 3600;

    private CacheReport() {}

    /** Prints the report; nothing if no cache was in use or little was built. */
    static void print(List<BuildRecord> history, @Nullable String template, PrintStream out) {
        BuildRecord newest = null;
        for (BuildRecord r : history) {
            if (r.unit() == Unit.RUN && (template == null || template.equals(r.title()))) {
                newest = r;
            }
        }
        String session = newest == null ? null : newest.session();
        if (newest == null || session == null) {
            return;
        }
        CacheAdvice advice = CacheAdvice.of(
                history,
                history.stream().filter(r -> session.equals(r.session())).toList());
        if (advice.seconds() < LEAST_SECONDS) {
            return;
        }
        out.println("\nBuilt although a cache is in use, in the last build: "
                + advice.misses().size() + " packages, " + Announcement.time(advice.seconds()) + cost(newest, advice)
                + ". Push first:");
        for (CacheAdvice.Miss miss : advice.pushFirst()) {
            BuildRecord built = miss.built();
            out.println("  " + built.name() + (built.version() == null ? "" : "@" + built.version()) + ", "
                    + Announcement.time(built.seconds()) + " (" + miss.reason() + ")");
        }
    }

    /** Returns the most that these packages can have cost: less if they were built side by side. */
    private static String cost(BuildRecord run, CacheAdvice advice) {
        Price price = run.price();
        double seconds = Math.min(run.seconds(), advice.seconds());
        return price == null
                ? ""
                : String.format(
                        Locale.ROOT,
                        " (up to %.2f %s)",
                        seconds / SECONDS_PER_HOUR * price.perHour().doubleValue(),
                        price.currency());
    }
}
