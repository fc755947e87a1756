package dev.pctl.progress.machine.internal.watchdog;

import dev.pctl.progress.internal.util.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The growth of a quantity over a sliding window. A drop by more than a tolerance, as by a clean-up, splits the window,
 * and slopes are taken only between readings of the same part: so a clean-up neither hides growth nor adds any. The
 * rate is the median slope over all pairs of readings (Theil and Sen), which a burst that is short compared with the
 * window does not change. Not thread-safe.
 */
public final class TheilSenTrend {

    private static final int MAX_POINTS = 60;
    private static final int MIN_SLOPES = 6;
    private static final Duration MIN_OBSERVED = Duration.ofMinutes(2);
    private static final int REGULAR_DROPS = 2;

    private final Duration window;
    private final Duration spacing;
    private final Deque<Part> parts = new ArrayDeque<>();
    private @Nullable Point newest;
    private @Nullable Growth growth;
    private boolean outdated;

    private record Point(Instant time, double value) {}

    /**
     * Rates a second, and where they start from.
     *
     * @param level the newest value; if drops are the rule, the highest of the window, to which it will rise again
     */
    public record Growth(double slow, double likely, double fast, double level, Duration observed) {}

    /** The readings between two drops. */
    private static final class Part {

        private final List<Point> points = new ArrayList<>();
        private double dropped;
        private double highest;

        Part(Point first, double dropped) {
            this.dropped = dropped;
            start(first);
        }

        private void start(Point first) {
            points.clear();
            points.add(first);
            highest = first.value();
        }

        boolean rose(double tolerance) {
            return highest - points.get(0).value() > tolerance;
        }

        /** A drop that takes several readings is still one. */
        void dropFurther(Point to) {
            dropped += highest - to.value();
            start(to);
        }

        /** The last point moves on until it is far enough from the one before. */
        void add(Point point, Duration spacing) {
            int size = points.size();
            if (size > 1 && between(points.get(size - 2), points.get(size - 1)).compareTo(spacing) < 0) {
                points.set(size - 1, point);
            } else {
                points.add(point);
            }
            highest = Math.max(highest, point.value());
        }

        void forgetBefore(Instant time) {
            while (!points.isEmpty() && points.get(0).time().isBefore(time)) {
                points.remove(0);
            }
        }

        int pairs() {
            return points.size() * (points.size() - 1) / 2;
        }

        Duration length() {
            return between(points.get(0), points.get(points.size() - 1));
        }
    }

    public TheilSenTrend(Duration window) {
        this.window = window;
        spacing = window.dividedBy(MAX_POINTS);
    }

    /** Takes a reading; one that is not newer than the last is ignored. */
    public void add(Instant time, double value, double tolerance) {
        Point point = new Point(time, value);
        if (newest != null && !time.isAfter(newest.time())) {
            return;
        }
        newest = point;
        parts.forEach(p -> p.forgetBefore(time.minus(window)));
        parts.removeIf(p -> p.points.isEmpty());
        Part last = parts.peekLast();
        if (last == null) {
            parts.add(new Part(point, 0));
        } else if (value >= last.highest - tolerance) {
            last.add(point, spacing);
        } else if (last.rose(tolerance) || last.dropped == 0) {
            parts.add(new Part(point, last.highest - value));
        } else {
            last.dropFurther(point);
        }
        outdated = true;
    }

    /** Returns the growth, or null while there are too few readings. */
    @Nullable
    public Growth growth() {
        Point now = newest;
        if (outdated && now != null) {
            growth = compute(now);
            outdated = false;
        }
        return growth;
    }

    private @Nullable Growth compute(Point now) {
        Duration observed = parts.stream().map(Part::length).reduce(Duration.ZERO, Duration::plus);
        double[] slopes = slopes();
        if (observed.compareTo(MIN_OBSERVED) < 0 || slopes.length < MIN_SLOPES) {
            return null;
        }
        Arrays.sort(slopes);
        boolean regular = parts.stream().filter(p -> p.dropped > 0).count() >= REGULAR_DROPS;
        double freed = regular ? freedPerSecond(now) : 0;
        double level =
                regular ? parts.stream().mapToDouble(p -> p.highest).max().orElse(now.value()) : now.value();
        return new Growth(
                quantile(slopes, 0.1) - freed,
                quantile(slopes, 0.5) - freed,
                quantile(slopes, 0.9) - freed,
                level,
                observed);
    }

    private double freedPerSecond(Point now) {
        Duration span = between(parts.getFirst().points.get(0), now);
        return parts.stream().mapToDouble(p -> p.dropped).sum() / Durations.seconds(span);
    }

    private double[] slopes() {
        double[] slopes = new double[parts.stream().mapToInt(Part::pairs).sum()];
        int count = 0;
        for (Part part : parts) {
            for (int i = 0; i < part.points.size(); i++) {
                for (int j = i + 1; j < part.points.size(); j++) {
                    slopes[count++] = slope(part.points.get(i), part.points.get(j));
                }
            }
        }
        return slopes;
    }

    private static double slope(Point from, Point to) {
        return (to.value() - from.value()) / Durations.seconds(between(from, to));
    }

    private static double quantile(double[] sorted, double share) {
        return sorted[(int) Math.round(share * (sorted.length - 1))];
    }

    private static Duration between(Point from, Point to) {
        return Duration.between(from.time(), to.time());
    }
}
