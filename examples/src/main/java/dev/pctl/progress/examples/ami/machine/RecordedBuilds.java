package dev.pctl.progress.examples.ami.machine;

import dev.pctl.progress.examples.replay.Recording;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The recorded builds that the fake Spack can install, by spec. */
public final class RecordedBuilds {

    /** The included recordings. If several contain a spec, the first one is used. */
    public static final List<String> SHIPPED = List.of("0.23-pctl", "0.23-compile-error", "0.21-compiler-killed");

    private static final String START = "PCTL_PKG_START:";
    private static final String END = "PCTL_PKG_END:";

    private final Map<String, Build> builds = new LinkedHashMap<>();

    /** A line and its time since the start of the build. */
    record Line(Duration at, String text) {}

    /** One recorded installation. */
    record Build(List<Line> lines, int status) {}

    /** Reads recordings, given as directories or as names of included recordings. */
    public static RecordedBuilds of(List<String> recordings) throws IOException {
        RecordedBuilds all = new RecordedBuilds();
        for (String name : recordings) {
            all.add(Recording.printed(name));
        }
        return all;
    }

    /** Returns the specs that can be installed. */
    public Set<String> specs() {
        return builds.keySet();
    }

    /** Returns the recorded build of a spec, or null. */
    @Nullable
    public Build find(String spec) {
        return builds.get(spec);
    }

    private void add(Recording recording) {
        List<Line> lines = lines(recording);
        if (lines.stream().anyMatch(l -> l.text().startsWith(START))) {
            addRoots(lines);
        } else if (!recording.command().isEmpty() && !lines.isEmpty()) {
            List<String> command = recording.command();
            Integer exit = recording.exit();
            builds.putIfAbsent(command.get(command.size() - 1), build(lines, exit == null ? 0 : exit));
        }
    }

    /** Splits a pctl build at the markers that start and end each root package. */
    private void addRoots(List<Line> lines) {
        String spec = null;
        List<Line> ofRoot = new ArrayList<>();
        for (Line line : lines) {
            String text = line.text();
            if (text.startsWith(START)) {
                spec = text.substring(START.length()).replaceFirst(":\\d+/\\d+$", "");
                ofRoot.clear();
            } else if (text.startsWith(END) && spec != null) {
                builds.putIfAbsent(spec, build(ofRoot, text.endsWith(":success") ? 0 : 1));
                spec = null;
            } else if (!text.startsWith("PCTL_")) {
                ofRoot.add(line);
            }
        }
    }

    private static Build build(List<Line> lines, int status) {
        Duration begin = lines.isEmpty() ? Duration.ZERO : lines.get(0).at();
        return new Build(
                lines.stream().map(l -> new Line(l.at().minus(begin), l.text())).toList(), status);
    }

    private static List<Line> lines(Recording recording) {
        List<Line> lines = new ArrayList<>();
        StringBuilder begun = new StringBuilder();
        for (Recording.Chunk chunk : recording.chunks()) {
            begun.append(chunk.text());
            for (int end = begun.indexOf("\n"); end >= 0; end = begun.indexOf("\n")) {
                lines.add(new Line(chunk.at(), begun.substring(0, end)));
                begun.delete(0, end + 1);
            }
        }
        return lines;
    }
}
