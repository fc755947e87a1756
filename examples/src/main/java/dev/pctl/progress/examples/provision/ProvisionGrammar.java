package dev.pctl.progress.examples.provision;

import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.event.FailureCause;
import dev.pctl.progress.event.FailureFact;
import dev.pctl.progress.event.InstallMethod;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PackageFact;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.event.PhaseFact;
import dev.pctl.progress.event.PlanFact;
import dev.pctl.progress.spi.FactSink;
import dev.pctl.progress.spi.LineGrammar;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parses the output of plan steps: {@code apt-get install -V} as in Debian 12, the tool's own lines for builds
 * ({@code provision: build NAME VERSION}, {@code provision: phase PHASE}, {@code provision: built NAME}), and errors.
 * The parser itself counts compiler lines.
 */
final class ProvisionGrammar implements LineGrammar {

    static final String NO_SUCH_PACKAGE = "no-such-package";
    static final String MIRROR = "mirror-unreachable";

    private static final Pattern NEW = Pattern.compile("The following NEW packages will be installed:");
    private static final Pattern LISTED = Pattern.compile("   (\\S+) \\(([^)]+)\\)");
    private static final Pattern FETCH = Pattern.compile("Get:\\d+ (\\S+) \\S+ \\S+ (\\S+) \\S+ (\\S+) \\[.*]");
    private static final Pattern UNPACK = Pattern.compile("Unpacking ([^\\s:]+)(?::\\w+)? \\(([^)]+)\\) \\.\\.\\.");
    private static final Pattern SET_UP = Pattern.compile("Setting up ([^\\s:]+)(?::\\w+)? \\(([^)]+)\\) \\.\\.\\.");
    private static final Pattern BUILD = Pattern.compile("provision: build (\\S+) (\\S+)");
    private static final Pattern PHASE = Pattern.compile("provision: phase (\\w+)");
    private static final Pattern BUILT = Pattern.compile("provision: built (\\S+)");
    private static final Pattern ERROR = Pattern.compile("E: (.*)");
    private static final Pattern COMPILER = Pattern.compile("(\\S+?):(\\d+):\\d+: (?:fatal )?error: (.*)");

    private final FactSink sink;
    private final Map<String, PackageRef> known = new LinkedHashMap<>();
    private @Nullable PackageRef setUp;
    private @Nullable PackageRef built;
    private String phase = "";
    private boolean listing;
    private boolean failed;
    private int line;

    ProvisionGrammar(FactSink sink) {
        this.sink = sink;
    }

    @Override
    public boolean accept(Instant time, String text) {
        line++;
        return list(time, text) || apt(time, text) || build(time, text) || error(time, text);
    }

    /** Packages are indented below their heading. */
    private boolean list(Instant time, String text) {
        Matcher listed = LISTED.matcher(text);
        if (listing && listed.matches()) {
            PackageRef pkg = PackageRef.of(listed.group(1), listed.group(2));
            sink.accept(
                    time,
                    new PlanFact.Planned(List.of(new PlanFact.Node(pkg, true, InstallMethod.DOWNLOAD, List.of()))));
            return true;
        }
        listing = NEW.matcher(text).matches();
        return listing;
    }

    private boolean apt(Instant time, String text) {
        Matcher fetch = FETCH.matcher(text);
        if (fetch.matches()) {
            PackageRef pkg = named(time, fetch.group(2), fetch.group(3));
            sink.accept(time, new PackageFact.Activity(pkg, 1, PackageFact.Kind.FETCHING, fetch.group(1)));
            return true;
        }
        Matcher unpack = UNPACK.matcher(text);
        if (unpack.matches()) {
            sink.accept(time, new PhaseFact.Started(named(time, unpack.group(1), unpack.group(2)), 1, "unpack"));
            return true;
        }
        Matcher ready = SET_UP.matcher(text);
        if (ready.matches()) {
            settle(time, Outcome.SUCCEEDED);
            PackageRef pkg = named(time, ready.group(1), ready.group(2));
            sink.accept(time, new PhaseFact.Started(pkg, 1, "configure"));
            setUp = pkg;
            return true;
        }
        return false;
    }

    /** Returns the package of a name. The first line with its version starts it. */
    private PackageRef named(Instant time, String name, String version) {
        PackageRef before = known.get(name);
        if (before != null) {
            return before;
        }
        PackageRef pkg = PackageRef.of(name, version);
        known.put(name, pkg);
        sink.accept(time, new PackageFact.Started(pkg, 1, null, null));
        sink.accept(time, new PackageFact.MethodKnown(pkg, 1, InstallMethod.DOWNLOAD));
        return pkg;
    }

    private boolean build(Instant time, String text) {
        Matcher begin = BUILD.matcher(text);
        if (begin.matches()) {
            PackageRef pkg = PackageRef.of(begin.group(1), begin.group(2));
            sink.accept(time, new PackageFact.Started(pkg, 1, null, null));
            sink.accept(time, new PackageFact.MethodKnown(pkg, 1, InstallMethod.SOURCE));
            built = pkg;
            return true;
        }
        PackageRef current = built;
        Matcher next = PHASE.matcher(text);
        if (next.matches() && current != null) {
            phase = next.group(1);
            sink.accept(time, new PhaseFact.Started(current, 1, phase));
            return true;
        }
        if (BUILT.matcher(text).matches() && current != null) {
            finished(time, current, Outcome.SUCCEEDED);
            built = null;
            return true;
        }
        return false;
    }

    private boolean error(Instant time, String text) {
        Matcher apt = ERROR.matcher(text);
        if (apt.matches()) {
            boolean missing = apt.group(1).startsWith("Unable to locate");
            fail(time, missing ? NO_SUCH_PACKAGE : MIRROR, FailureCause.FETCH, apt.group(1));
            return true;
        }
        Matcher compiler = COMPILER.matcher(text);
        if (compiler.matches()) {
            fail(time, "compiler-error", FailureCause.COMPILE, text.strip());
            return true;
        }
        return false;
    }

    /** The first error is the cause; others follow from it. */
    private void fail(Instant time, String kind, FailureCause cause, String message) {
        if (!failed) {
            failed = true;
            PackageRef pkg = built;
            sink.accept(
                    time,
                    new FailureFact.Diagnosed(Diagnosis.builder(cause, message)
                            .packageRef(pkg)
                            .phase(pkg == null ? null : phase)
                            .kind(kind)
                            .log("output")
                            .line(line)
                            .build()));
        }
    }

    @Override
    public void finish(Instant at) {
        settle(at, failed ? Outcome.FAILED : Outcome.SUCCEEDED);
        PackageRef open = built;
        if (open != null) {
            finished(at, open, Outcome.FAILED);
            built = null;
        }
    }

    /** apt reports the start of the setup of a package, but not its end. */
    private void settle(Instant time, Outcome outcome) {
        PackageRef pkg = setUp;
        if (pkg != null) {
            setUp = null;
            finished(time, pkg, outcome);
        }
    }

    private void finished(Instant time, PackageRef pkg, Outcome outcome) {
        sink.accept(time, PackageFact.finished(pkg, outcome));
    }

    @Override
    public @Nullable Outcome outcome() {
        return failed ? Outcome.FAILED : null;
    }
}
