package dev.pctl.progress.machine.internal.linux;

import dev.pctl.progress.event.SampleFact;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The line in which pctl's scripts state the space of the root file system. */
public final class DiskUsageMarker {

    private static final String KEY = "USED:";
    private static final Pattern FORM = Pattern.compile(
            "USED:([\\d.]{1,20}[KMGTP]?i?B?) TOTAL:([\\d.]{1,20}[KMGTP]?i?B?)(?: PCT:(\\d{1,3})%)?\\s*");

    private DiskUsageMarker() {}

    public static SampleFact.@Nullable Disk parse(String line) {
        int start = line.indexOf(KEY);
        if (start < 0) {
            return null;
        }
        Matcher form = FORM.matcher(line).region(start, line.length());
        if (!form.matches()) {
            return null;
        }
        long used = Columns.size(form.group(1));
        long total = Columns.size(form.group(2));
        return used < 0 || total <= 0 ? null : new SampleFact.Disk("/", used, total, free(used, total, form.group(3)));
    }

    /** The percentage tells more than the difference: a part of the size may be reserved. */
    private static long free(long used, long total, @Nullable String percent) {
        double full = percent == null ? 0 : Math.min(100, Integer.parseInt(percent));
        long difference = Math.max(0, total - used);
        return full == 0 ? difference : Math.min(difference, (long) (used * (100 - full) / full));
    }
}
