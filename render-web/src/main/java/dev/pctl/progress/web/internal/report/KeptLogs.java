package dev.pctl.progress.web.internal.report;

import dev.pctl.progress.event.Event;
import dev.pctl.progress.event.LogFact;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.web.internal.model.Json;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The newest lines of each package, as far as a report has room for them. */
public final class KeptLogs {

    /** Lines kept of each package. Half of the lines of a package that failed are on its last screens. */
    private static final int MOST_LINES = 400;

    /** Characters kept of a line. */
    private static final int LONGEST_LINE = 500;

    /** Characters kept of all packages: some 300 kB in the file, since logs compress well. */
    private static final int MOST_CHARACTERS = 2_000_000;

    private final Map<String, Deque<String>> lines = new LinkedHashMap<>();

    /** Takes the lines of an event, if it has any. */
    public void add(Event event) {
        if (event.fact() instanceof LogFact.Output output) {
            PackageRef pkg = output.packageRef();
            String key = pkg == null ? "" : event.worker() + '|' + pkg.id();
            output.lines().forEach(line -> add(key, line));
        }
    }

    /** Keeps a line of the package with that key. */
    public void add(String key, String line) {
        Deque<String> kept = lines.computeIfAbsent(key, k -> new ArrayDeque<>());
        kept.add(line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) + '…' : line);
        if (kept.size() > MOST_LINES) {
            kept.remove();
        }
    }

    /** Returns whether there are lines of that package. */
    public boolean has(String key) {
        return lines.containsKey(key);
    }

    /** Writes the lines by package. If there are too many, each package gets fewer. */
    public String json() {
        long all = lines.values().stream()
                .flatMap(Deque::stream)
                .mapToLong(String::length)
                .sum();
        double share = all <= MOST_CHARACTERS ? 1 : (double) MOST_CHARACTERS / all;
        return Json.object(json -> {
            for (Map.Entry<String, Deque<String>> pkg : lines.entrySet()) {
                List<String> kept = new ArrayList<>(pkg.getValue());
                int first = kept.size() - (int) Math.ceil(kept.size() * share);
                json.strings(pkg.getKey(), kept.subList(first, kept.size()));
            }
        });
    }
}
