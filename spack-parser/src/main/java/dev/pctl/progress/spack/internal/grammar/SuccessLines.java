package dev.pctl.progress.spack.internal.grammar;

import dev.pctl.progress.buildlog.internal.match.GuardedPattern;
import dev.pctl.progress.buildlog.internal.track.InstallTimes;
import dev.pctl.progress.buildlog.internal.track.PackageTracker;
import dev.pctl.progress.buildlog.internal.track.PackageTracker.Tracked;
import dev.pctl.progress.event.InstallMethod;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PackageRef;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Successes of the classic installer: the success itself, its times, and the {@code [+]} line with the prefix. */
final class SuccessLines {

    private static final GuardedPattern EXTERNAL =
            GuardedPattern.of("\\[\\+\\] (\\S.*?) \\(external (\\S+-" + SpecId.HASH + ")\\)");
    private static final Pattern PREFIX = Pattern.compile("\\[\\+\\] (/\\S.*)");
    private static final Pattern SHORT_HASH = Pattern.compile("[a-z2-7]{4,32}");
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]*");
    private static final Pattern VERSION = Pattern.compile("v?\\d[\\w.+-]*|develop|main|master|stable|latest");

    /** Compilers that projections put between the version of a package and its hash. */
    private static final Set<String> COMPILERS = Set.of(
            "gcc",
            "clang",
            "apple-clang",
            "intel",
            "oneapi",
            "aocc",
            "nvhpc",
            "pgi",
            "cce",
            "xl",
            "xl_r",
            "fj",
            "arm",
            "rocmcc",
            "llvm",
            "nag");

    private final PackageTracker tracker;
    private final SpecResolver specs;
    private final RunVerdict verdict;
    private @Nullable Tracked succeeding;
    private @Nullable Tracked succeeded;
    private @Nullable InstallTimes justTimed;

    SuccessLines(PackageTracker tracker, SpecResolver specs, RunVerdict verdict) {
        this.tracker = tracker;
        this.specs = specs;
        this.verdict = verdict;
    }

    /** Returns whether the next line completes a success. */
    boolean isAwaitingTimes() {
        return succeeding != null;
    }

    /** Returns whether a line of times may belong to the newest success. */
    boolean takesTimes() {
        return succeeded != null;
    }

    /** Begins a success, which its line of times completes. */
    void succeed(Tracked pkg) {
        succeeding = pkg;
    }

    /** Another message of the installer stands between times and a prefix: they no longer belong together. */
    void forgetTimes() {
        justTimed = null;
    }

    /** Completes a success by the line of its times, or without them if another line or the end of the log comes. */
    boolean endSuccess(@Nullable String line) {
        Tracked pkg = succeeding;
        if (pkg == null) {
            return false;
        }
        succeeding = null;
        InstallTimes times = line == null ? null : InstallTimes.parse(line);
        justTimed = times;
        tracker.succeed(pkg, times, null);
        succeeded = pkg;
        return times != null;
    }

    /** Takes a line of times that comes later than its success. */
    boolean lateTimes(String line) {
        Tracked pkg = succeeded;
        InstallTimes times = pkg == null ? null : InstallTimes.parse(line);
        if (times == null || pkg == null) {
            return false;
        }
        justTimed = times;
        tracker.complete(pkg, times, null);
        return true;
    }

    /** Takes a line that begins with {@code [+]}. */
    boolean accept(String line) {
        Matcher external = EXTERNAL.match(line);
        if (external != null) {
            verdict.detect();
            PackageRef ref = specs.ref(external.group(2));
            Tracked byModule = tracker.unidentified(ref.name());
            if (byModule != null && !byModule.active()) {
                tracker.identify(byModule, ref);
            }
            tracker.found(ref, InstallMethod.EXTERNAL, external.group(1));
            return true;
        }
        Matcher installed = PREFIX.matcher(line);
        if (installed.matches()) {
            installedAt(installed.group(1));
            return true;
        }
        return false;
    }

    /** Times in front of a prefix are those of the package in it: several builds may have ended together. */
    private void installedAt(String prefix) {
        InstallTimes times = justTimed;
        justTimed = null;
        PackageRef ref = specs.planned(prefix.substring(prefix.lastIndexOf('/') + 1));
        PackageRef projected = ref == null ? projected(prefix) : null;
        if (ref != null) {
            identify(ref);
        }
        Tracked justNow = succeeded;
        if (justNow != null
                && (ref == null
                        ? isOf(justNow, projected)
                        : ref.id().equals(justNow.ref().id()))) {
            tracker.complete(justNow, null, prefix);
            succeeded = null;
        } else if (ref != null) {
            installed(ref, times, prefix);
        } else if (projected != null && tracker.byName(projected.name()) == null) {
            installed(projected, times, prefix);
        }
    }

    private static boolean isOf(Tracked pkg, @Nullable PackageRef projected) {
        return projected == null || pkg.ref().name().equals(projected.name());
    }

    private void installed(PackageRef ref, @Nullable InstallTimes times, String prefix) {
        verdict.detect();
        Tracked pkg = tracker.known(ref);
        if (pkg != null && pkg.active()) {
            tracker.finish(pkg, Outcome.SUCCEEDED, prefix, null);
        } else if (pkg != null && times != null && pkg.outcome() == Outcome.SUCCEEDED) {
            tracker.complete(pkg, times, prefix);
        } else {
            tracker.found(ref, InstallMethod.ALREADY_INSTALLED, prefix);
        }
    }

    /**
     * Returns the package in a prefix of the form name/version/compiler/version/hash, as projections make them, or null.
     * The hash there is short and no identity.
     */
    private static @Nullable PackageRef projected(String prefix) {
        String[] parts = prefix.split("/", -1);
        if (!SHORT_HASH.matcher(parts[parts.length - 1]).matches()) {
            return null;
        }
        boolean compilerSeen = false;
        for (int i = parts.length - 2; i > 0; i--) {
            boolean pair = VERSION.matcher(parts[i]).matches()
                    && NAME.matcher(parts[i - 1]).matches();
            if (pair && !compilerSeen && COMPILERS.contains(parts[i - 1])) {
                compilerSeen = true;
            } else if (pair) {
                return new PackageRef(parts[i - 1], parts[i], null);
            }
        }
        return null;
    }

    /** The prefix holds version and hash of a package that was known by its name only. */
    private void identify(PackageRef ref) {
        Tracked pkg = tracker.unidentified(ref.name());
        if (pkg != null && (pkg.active() || pkg.equals(succeeded))) {
            tracker.identify(pkg, ref);
        }
    }
}
