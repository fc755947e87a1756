package dev.pctl.progress.machine.internal.linux;

import dev.pctl.progress.event.SampleFact;
import dev.pctl.progress.machine.internal.reading.MachineSnapshot;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Parses the output of {@code df}. Its English header names the columns and their unit, so that one parser reads all
 * forms: GNU, BusyBox and BSD; blocks of any size, {@code -h}, {@code -i}, {@code -T}. A device name that is too long
 * is on a line of its own.
 */
final class DfParser {

    private static final List<String> NO_PLACE_TO_BUILD =
            List.of("/dev", "/sys", "/proc", "/run", "/boot", "/snap", "/var/lib/snapd");

    private final MachineSnapshot readings;
    private List<String> columns = List.of();
    private @Nullable String device;
    private @Nullable String path;

    DfParser(MachineSnapshot readings) {
        this.readings = readings;
    }

    /** Assigns the next rows to that path instead of their mount point. */
    void path(@Nullable String newPath) {
        path = newPath;
        columns = List.of();
        device = null;
    }

    /** Takes the line if it belongs to the output of df. */
    boolean accept(List<String> words) {
        if (words.get(0).equals("Filesystem")) {
            columns = columns(words);
            device = null;
            return !columns.isEmpty();
        }
        if (columns.isEmpty()) {
            return false;
        }
        if (words.size() == 1) {
            device = words.get(0);
            return true;
        }
        return row(words) || (device != null && row(prepend(device, words)));
    }

    /** Returns the names of the columns between device and mount point; empty if this is not a header. */
    private static List<String> columns(List<String> header) {
        int mounted = header.indexOf("Mounted");
        return mounted < 4 ? List.of() : List.copyOf(header.subList(1, mounted));
    }

    private static List<String> prepend(String first, List<String> rest) {
        List<String> all = new ArrayList<>(rest.size() + 1);
        all.add(first);
        all.addAll(rest);
        return all;
    }

    private boolean row(List<String> words) {
        for (int first = 1; first + columns.size() < words.size(); first++) {
            List<String> values = words.subList(first, first + columns.size());
            List<String> mount = words.subList(first + columns.size(), words.size());
            if (mount.get(0).startsWith("/") && areValues(values)) {
                take(words.get(0), values, String.join(" ", mount));
                device = null;
                return true;
            }
        }
        return false;
    }

    private boolean areValues(List<String> values) {
        for (int i = 0; i < values.size(); i++) {
            String value = values.get(i);
            boolean text = columns.get(i).equals("Type") || value.equals("-");
            String number = value.endsWith("%") ? value.substring(0, value.length() - 1) : value;
            if (!text && Columns.size(number) < 0) {
                return false;
            }
        }
        return true;
    }

    private void take(String from, List<String> values, String mount) {
        if (path == null && !buildable(from, mount)) {
            return;
        }
        String name = path == null ? mount : path;
        takeSpace(values, name);
        takeInodes(values, name);
    }

    /** Excludes images and kernel file systems, which are always full or empty. */
    private static boolean buildable(String device, String mount) {
        return !device.startsWith("/dev/loop")
                && !device.equals("udev")
                && !device.equals("devtmpfs")
                && NO_PLACE_TO_BUILD.stream().noneMatch(p -> mount.equals(p) || mount.startsWith(p + '/'));
    }

    private void takeSpace(List<String> values, String name) {
        int size = sizeColumn();
        long unit = size < 0 ? 0 : unit(columns.get(size));
        long total = value(values, size, unit);
        long used = value(values, columns.indexOf("Used"), unit);
        long free = value(values, Math.max(columns.indexOf("Available"), columns.indexOf("Avail")), unit);
        if (total > 0 && used >= 0 && free >= 0) {
            readings.disk(new SampleFact.Disk(name, used, total, free));
        }
    }

    private int sizeColumn() {
        for (int i = 0; i < columns.size(); i++) {
            if (unit(columns.get(i)) > 0) {
                return i;
            }
        }
        return -1;
    }

    /** Returns the unit in a column's name; 0 if it is not a size. With {@code -h} each value has its own unit. */
    private static long unit(String column) {
        if (column.equals("Size")) {
            return 1;
        }
        int end = column.indexOf("-blocks");
        return end < 0 ? 0 : Math.max(0, Columns.size(column.substring(0, end)));
    }

    private void takeInodes(List<String> values, String name) {
        long used = inodesUsed(values);
        long total = value(values, columns.indexOf("Inodes"), 1);
        if (columns.contains("ifree")) {
            total = used + value(values, columns.indexOf("ifree"), 1);
        }
        if (total > 0 && used >= 0) {
            readings.inodes(name, new MachineSnapshot.Inodes(used, total));
        }
    }

    private long inodesUsed(List<String> values) {
        String column = columns.contains("iused") ? "iused" : columns.contains("IUsed") ? "IUsed" : "Used";
        return value(values, columns.indexOf(column), 1);
    }

    private static long value(List<String> values, int column, long unit) {
        long number = column < 0 ? -1 : Columns.size(values.get(column));
        return number < 0 || (unit > 1 && number > Long.MAX_VALUE / unit) ? -1 : number * unit;
    }
}
