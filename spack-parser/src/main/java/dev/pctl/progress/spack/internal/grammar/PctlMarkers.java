package dev.pctl.progress.spack.internal.grammar;

import dev.pctl.progress.buildlog.internal.line.LogLine;
import dev.pctl.progress.buildlog.internal.track.PackageTracker;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.RootFact;
import dev.pctl.progress.event.RunFact;
import dev.pctl.progress.event.SampleFact;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The lines that pctl's own scripts print: roots, the run's percent, disk space. */
public final class PctlMarkers {

    private static final Pattern PROGRESS =
            Pattern.compile("PCTL_PROGRESS: (.*?)(?: ?\\((?:[^()]*, )?(\\d{1,3})%\\))?");
    private static final Pattern START = Pattern.compile("PCTL_PKG_START:(\\S+):(\\d{1,6})/(\\d{1,6})");
    private static final Pattern INFO = Pattern.compile("PCTL_PKG_INFO:(\\S+) has (\\d{1,6}) dependenc(?:ies|y)");
    private static final Pattern TAG =
            Pattern.compile("(\\d{1,3})% - ((?:Installing|Running|Building|Creating|Launching|Cleaning) \\S.*)");
    private static final Pattern END = Pattern.compile("PCTL_PKG_END:(\\S+):(success|failed)");
    private static final Pattern DISK =
            Pattern.compile("USED:([\\d.]+)([KMGTP]?)i?B? TOTAL:([\\d.]+)([KMGTP]?)i?B?(?: PCT:(\\d{1,3})%)?");

    private static final String UNITS = "KMGTP";

    private final PackageTracker tracker;

    public PctlMarkers(PackageTracker tracker) {
        this.tracker = tracker;
    }

    /** Returns whether the line must be examined. */
    public boolean wants(LogLine line) {
        return (line.at(0) == 'P' && line.at(1) == 'C' && line.at(4) == '_')
                || (line.at(0) == 'U' && line.at(4) == ':')
                || (line.at(0) >= '0'
                        && line.at(0) <= '9'
                        && (line.at(1) == '%' || line.at(2) == '%' || line.at(3) == '%'));
    }

    /** Takes the line if it is a marker. */
    public boolean accept(String line) {
        if (line.startsWith("PCTL_")) {
            return marker(line);
        }
        return line.startsWith("USED:") ? disk(line) : tag(line);
    }

    private boolean marker(String line) {
        Matcher start = START.matcher(line);
        if (start.matches()) {
            tracker.emit(new RootFact.Started(
                    start.group(1), Integer.valueOf(start.group(2)), Integer.valueOf(start.group(3))));
            return true;
        }
        Matcher end = END.matcher(line);
        if (end.matches()) {
            Outcome outcome = end.group(2).equals("success") ? Outcome.SUCCEEDED : Outcome.FAILED;
            tracker.emit(new RootFact.Finished(end.group(1), outcome));
            return true;
        }
        Matcher info = INFO.matcher(line);
        if (info.matches()) {
            tracker.emit(new RootFact.DependenciesCounted(info.group(1), Integer.parseInt(info.group(2))));
            return true;
        }
        Matcher progress = PROGRESS.matcher(line);
        if (progress.matches()) {
            String percent = progress.group(2);
            Double fraction = percent == null ? null : Double.valueOf(fraction(percent));
            tracker.emit(new RunFact.StatusReported(fraction, progress.group(1)));
            return true;
        }
        return line.startsWith("PCTL_DISK_USAGE:")
                || line.startsWith("PCTL_VERBOSE_MODE:")
                || line.startsWith("PCTL_PKG_INFO:");
    }

    /** What pctl writes on the instance as a tag, where a host reads that like a log. */
    private boolean tag(String line) {
        if (line.isEmpty() || !Character.isDigit(line.charAt(0)) || line.indexOf("% - ") < 0) {
            return false;
        }
        Matcher tag = TAG.matcher(line);
        if (!tag.matches()) {
            return false;
        }
        tracker.emit(new RunFact.StatusReported(fraction(tag.group(1)), tag.group(2)));
        return true;
    }

    private static double fraction(String percent) {
        return Math.min(1, Integer.parseInt(percent) / 100.0);
    }

    private boolean disk(String line) {
        Matcher disk = DISK.matcher(line);
        if (!disk.matches()) {
            return false;
        }
        try {
            long used = bytes(disk.group(1), disk.group(2));
            long total = bytes(disk.group(3), disk.group(4));
            tracker.emit(new SampleFact.Disk("/", used, total, free(used, total, disk.group(5))));
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** Uses the percentage if there is one: the difference of the sizes includes space that is reserved. */
    private static long free(long used, long total, @Nullable String percent) {
        int full = percent == null ? 0 : Integer.parseInt(percent);
        long difference = Math.max(0, total - used);
        return full == 0 ? difference : Math.min(difference, used * (100 - Math.min(100, full)) / full);
    }

    /** The units of {@code df -h}: powers of 1024. */
    private static long bytes(String number, String unit) {
        int power = unit.isEmpty() ? 0 : UNITS.indexOf(unit) + 1;
        return (long) (Double.parseDouble(number) * Math.pow(1024, power));
    }
}
