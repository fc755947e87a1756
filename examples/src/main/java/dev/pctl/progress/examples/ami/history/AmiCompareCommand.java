package dev.pctl.progress.examples.ami.history;

import dev.pctl.progress.estimator.history.BuildRecord;
import dev.pctl.progress.estimator.history.BuildRecord.Unit;
import dev.pctl.progress.estimator.report.RunComparison;
import dev.pctl.progress.examples.cli.RunFiles;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compares two runs of the history, or of recorded event streams. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description =
                "Shows what differs between two builds: packages that became slower or faster, are new or gone, or"
                        + " no longer come from the cache; another machine or compiler.")
public final class AmiCompareCommand implements Callable<Integer> {

    /** A template, and how many builds before its newest one. */
    private static final Pattern PLACE = Pattern.compile("(.+)~(\\d{1,6})");

    private static final int MOST_PACKAGES = 20;

    @Parameters(
            arity = "1..2",
            paramLabel = "BUILD",
            description = "a template (its newest build), TEMPLATE~1 (the build before that), the id of a run, or a"
                    + " recorded event stream; with one template, its two newest builds are compared")
    private List<String> builds = List.of();

    @Option(names = "--home", description = "directory of the history; default: ~/.pctl")
    private @Nullable Path home;

    @Option(names = "--history", description = "a history file, or the JDBC address of a shared history")
    private @Nullable String shared;

    private @Nullable Map<String, List<BuildRecord>> known;

    @Override
    public Integer call() throws IOException {
        List<String> named = builds.size() == 1 ? List.of(builds.get(0) + "~1", builds.get(0)) : builds;
        List<BuildRecord> before = find(named.get(0));
        List<BuildRecord> after = find(named.get(1));
        print(System.out, before, after);
        return 0;
    }

    private List<BuildRecord> find(String build) throws IOException {
        if (Files.isRegularFile(Path.of(build))) {
            return RunFiles.records(Path.of(build), w -> System.err.println("compare: " + build + ": " + w));
        }
        List<BuildRecord> run = sessions().get(build);
        if (run != null) {
            return run;
        }
        Matcher place = PLACE.matcher(build);
        boolean older = place.matches();
        String template = older ? place.group(1) : build;
        int back = older ? Integer.parseInt(place.group(2)) : 0;
        List<List<BuildRecord>> runs = new ArrayList<>(sessions().values());
        runs.removeIf(records -> records.stream().noneMatch(r -> r.unit() == Unit.RUN && isOf(r, template)));
        if (runs.size() <= back) {
            throw new IOException(
                    runs.isEmpty()
                            ? "no build of " + template + " is known"
                            : "only " + runs.size() + (runs.size() == 1 ? " build" : " builds") + " of " + template
                                    + " known, so " + build + " does not exist");
        }
        return runs.get(runs.size() - 1 - back);
    }

    private static boolean isOf(BuildRecord run, String template) {
        return template.equals(run.title()) || template.equals(run.name());
    }

    /** Returns the records of each run, in the order in which the runs were added. */
    private Map<String, List<BuildRecord>> sessions() throws IOException {
        Map<String, List<BuildRecord>> sessions = known;
        if (sessions == null) {
            sessions = new LinkedHashMap<>();
            for (BuildRecord r : AmiHome.of(home, shared).history().all()) {
                if (r.session() != null) {
                    sessions.computeIfAbsent(r.session(), id -> new ArrayList<>())
                            .add(r);
                }
            }
            known = sessions;
        }
        return sessions;
    }

    private static void print(PrintStream out, List<BuildRecord> before, List<BuildRecord> after) {
        RunComparison comparison = RunComparison.of(before, after);
        out.println("Before: " + title(before));
        out.println("After:  " + title(after));
        comparison.differences().forEach(d -> out.println("Other " + d.name() + ": " + d.before() + " → " + d.after()));
        Double speed = comparison.speed();
        if (speed != null && Math.abs(speed - 1) >= 0.05) {
            out.printf(
                    Locale.ROOT,
                    "Packages built in both took %.0f%% %s (median)%n",
                    Math.abs(speed - 1) * 100,
                    speed > 1 ? "longer" : "less time");
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("Package", "change", "before", "after", "difference"));
        comparison.changes().stream().limit(MOST_PACKAGES).forEach(c -> rows.add(row(c)));
        if (rows.size() > 1) {
            out.println();
            TextTable.print(out, rows);
            int more = comparison.changes().size() - MOST_PACKAGES;
            if (more > 0) {
                out.println("  and " + more + " more");
            }
        }
        out.println("\nUnchanged: " + comparison.unchanged());
    }

    private static String title(List<BuildRecord> records) {
        return records.stream()
                .filter(r -> r.unit() == Unit.RUN)
                .findFirst()
                .map(r -> String.format(
                        Locale.ROOT,
                        "%s %s after %s, started %s",
                        r.title() == null ? r.name() : r.title(),
                        r.outcome().name().toLowerCase(Locale.ROOT),
                        Announcement.time(r.seconds()),
                        r.started().truncatedTo(ChronoUnit.SECONDS)))
                .orElse(records.size() + " records of an unfinished run");
    }

    private static List<String> row(RunComparison.Change c) {
        return List.of("  " + c.name() + versions(c), word(c.kind()), cell(c.before()), cell(c.after()), difference(c));
    }

    private static String word(RunComparison.Kind kind) {
        return switch (kind) {
            case VERSION -> "other version";
            case FAILS -> "now fails";
            default -> kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        };
    }

    private static String versions(RunComparison.Change c) {
        String before = c.before() == null ? null : c.before().version();
        String after = c.after() == null ? null : c.after().version();
        if (before == null || after == null || Objects.equals(before, after)) {
            String any = after == null ? before : after;
            return any == null ? "" : "@" + any;
        }
        return " " + before + " → " + after;
    }

    private static String cell(@Nullable BuildRecord r) {
        return r == null ? "-" : Announcement.time(r.seconds());
    }

    private static String difference(RunComparison.Change c) {
        if (c.before() == null || c.after() == null) {
            return "";
        }
        return (c.seconds() < 0 ? "-" : "+") + Announcement.time(Math.abs(c.seconds()));
    }
}
