package dev.pctl.progress.spack.internal.grammar;

import dev.pctl.progress.buildlog.internal.match.GuardedPattern;
import dev.pctl.progress.buildlog.internal.track.PackageTracker;
import dev.pctl.progress.buildlog.internal.track.PackageTracker.Tracked;
import dev.pctl.progress.event.InstallMethod;
import dev.pctl.progress.event.PackageFact;
import dev.pctl.progress.event.PackageRef;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/** Messages of the classic installer about the work on packages, without {@code ==>}. */
final class InstallLines {

    private static final String ID = "(\\S+-" + SpecId.HASH + ")";

    /** A form of messages, and what is done with its groups. */
    private record Form(GuardedPattern pattern, Consumer<Matcher> handler) {}

    private static final GuardedPattern INSTALLING =
            GuardedPattern.of("Installing (\\S+)(?: \\[(\\d{1,9})/(\\d{1,9})\\])?");
    private static final GuardedPattern NO_BINARY =
            GuardedPattern.of("No binary for (\\S+) found: installing from source");
    private static final GuardedPattern BUILDING = GuardedPattern.of("(?:\\S+: )?Building (\\S+)(?: \\[\\w+\\])?");
    private static final GuardedPattern UPSTREAM =
            GuardedPattern.of(ID + " is installed in an upstream Spack instance at (\\S.*)");
    private static final GuardedPattern MODULE = GuardedPattern.of("([^\\s@]+)@([^\\s@]+) : has external module in .*");
    private static final GuardedPattern EXTERNALLY =
            GuardedPattern.of("([^\\s@]+)@([^\\s@]+) : externally installed in (\\S.*)");
    private static final GuardedPattern ALREADY = GuardedPattern.of("(\\S+) is already installed in (/\\S.*)");
    private static final GuardedPattern EXTRACTING = GuardedPattern.of("Extracting (\\S+) from binary cache");
    private static final GuardedPattern PHASE = GuardedPattern.of("(?:(\\S+): )?Executing phase ?: '([^']+)'");
    private static final GuardedPattern WAITING = GuardedPattern.of("Waiting for " + ID);
    private static final GuardedPattern FETCHING = GuardedPattern.of("(?:Fetching|Using cached archive:) (\\S+)");
    private static final GuardedPattern PATCHING =
            GuardedPattern.of("(?:No patches needed for|Already patched|Ran patch\\(\\) for|Applied patch) (\\S+)");
    private static final GuardedPattern SUCCESS = GuardedPattern.of("(?:(\\S+): )?Successfully installed (\\S+)");
    private static final GuardedPattern SKIPPING =
            GuardedPattern.of("Warning: Skipping build of (\\S+) since (\\S+) failed");
    private static final GuardedPattern ALL_INSTALLED =
            GuardedPattern.of("All of the packages are already installed.*");

    private final PackageTracker tracker;
    private final SpecResolver specs;
    private final RunVerdict verdict;
    private final TerminalTitles titles;
    private final SuccessLines installed;
    private final ErrorLines errors;
    private final List<Form> forms;

    /** The attempts of which the beginning was announced. */
    private final Map<Tracked, Integer> announced = new HashMap<>();

    InstallLines(
            PackageTracker tracker,
            SpecResolver specs,
            RunVerdict verdict,
            TerminalTitles titles,
            SuccessLines installed,
            ErrorLines errors) {
        this.tracker = tracker;
        this.specs = specs;
        this.verdict = verdict;
        this.titles = titles;
        this.installed = installed;
        this.errors = errors;
        forms = List.of(
                new Form(INSTALLING, this::installing),
                new Form(NO_BINARY, this::noBinary),
                new Form(BUILDING, this::building),
                new Form(UPSTREAM, this::upstream),
                new Form(MODULE, m -> found(new PackageRef(m.group(1), m.group(2), null), null)),
                new Form(EXTERNALLY, m -> found(new PackageRef(m.group(1), m.group(2), null), m.group(3))),
                new Form(ALREADY, this::alreadyInstalled),
                new Form(EXTRACTING, this::extracting),
                new Form(PHASE, this::phase),
                new Form(WAITING, m -> activity(tracker.known(specs.ref(m.group(1))), PackageFact.Kind.WAITING, null)),
                new Form(FETCHING, m -> activity(tracker.current(), PackageFact.Kind.FETCHING, m.group(1))),
                new Form(PATCHING, this::patching),
                new Form(SUCCESS, this::success),
                new Form(SKIPPING, this::skipping),
                new Form(ALL_INSTALLED, m -> {
                    verdict.allInstalled();
                    errors.workFollows();
                }));
    }

    /** Takes the message if it is about the work on packages. */
    boolean accept(String text) {
        for (Form form : forms) {
            Matcher matcher = form.pattern().match(text);
            if (matcher != null) {
                form.handler().accept(matcher);
                return true;
            }
        }
        return false;
    }

    /**
     * Begins the work on a package. Where standard error overtakes standard output, the line comes after the error of
     * the same attempt, and the rest of the error after the line.
     */
    private void installing(Matcher line) {
        verdict.detect();
        PackageRef ref = specs.ref(line.group(1));
        Tracked known = tracker.known(ref);
        boolean overtaken = errors.holds(known) && !isAnnounced(known);
        if (!overtaken) {
            errors.settle();
        }
        Integer index = number(line.group(2));
        TerminalTitles.Count titled = index == null ? titles.count(ref.name()) : null;
        Tracked pkg = titled == null
                ? tracker.start(ref, index, number(line.group(3)))
                : tracker.start(ref, titled.index(), titled.total());
        announced.put(pkg, pkg.attempt());
        if (overtaken) {
            errors.reopen();
        } else {
            errors.workFollows();
        }
    }

    private boolean isAnnounced(@Nullable Tracked pkg) {
        return pkg != null && Integer.valueOf(pkg.attempt()).equals(announced.get(pkg));
    }

    private void noBinary(Matcher line) {
        tracker.method(start(line.group(1)), InstallMethod.SOURCE);
    }

    private Tracked start(String id) {
        verdict.detect();
        PackageRef ref = specs.ref(id);
        if (!errors.holds(tracker.known(ref))) {
            errors.settle();
        }
        errors.workFollows();
        return tracker.start(ref, null, null);
    }

    private void building(Matcher line) {
        verdict.detect();
        errors.settle();
        errors.workFollows();
        tracker.method(tracker.resume(specs.ref(line.group(1))), InstallMethod.SOURCE);
    }

    private void upstream(Matcher line) {
        verdict.detect();
        errors.settle();
        tracker.found(specs.ref(line.group(1)), InstallMethod.ALREADY_INSTALLED, line.group(2));
    }

    private void found(PackageRef ref, @Nullable String prefix) {
        verdict.detect();
        errors.settle();
        tracker.found(ref, InstallMethod.EXTERNAL, prefix);
    }

    private void alreadyInstalled(Matcher line) {
        verdict.detect();
        errors.settle();
        PackageRef ref = SpecId.parse(line.group(1)) == null ? tracker.named(line.group(1)) : specs.ref(line.group(1));
        Tracked pkg = tracker.known(ref);
        if (pkg == null || !pkg.active()) {
            tracker.found(ref, InstallMethod.ALREADY_INSTALLED, line.group(2));
        }
    }

    private void extracting(Matcher line) {
        Tracked pkg = start(line.group(1));
        tracker.method(pkg, InstallMethod.BINARY_CACHE);
        tracker.activity(pkg, PackageFact.Kind.EXTRACTING, null);
    }

    private void activity(@Nullable Tracked pkg, PackageFact.Kind kind, @Nullable String detail) {
        tracker.activity(pkg, kind, detail);
    }

    private void patching(Matcher line) {
        tracker.follow(tracker.byName(line.group(1)));
        activity(tracker.current(), PackageFact.Kind.PATCHING, line.group(1));
    }

    /** Starts the package of a build log, which begins with a phase. */
    private void phase(Matcher line) {
        String name = line.group(1);
        Tracked pkg = name == null ? tracker.current() : specs.byName(name);
        if (pkg == null && name != null) {
            verdict.detect();
            pkg = tracker.start(tracker.named(name), null, null);
        }
        if (pkg != null) {
            errors.continues(pkg);
            tracker.follow(pkg);
            tracker.method(pkg, InstallMethod.SOURCE);
            tracker.phase(pkg, line.group(2));
        }
    }

    private void success(Matcher line) {
        verdict.detect();
        String name = line.group(1);
        String id = line.group(2);
        boolean cut = SpecId.parse(id) == null;
        PackageRef ref = cut && name != null && tracker.byName(name) != null ? tracker.named(name) : specs.ref(id);
        Tracked pkg = tracker.known(ref);
        errors.succeeds(pkg);
        if (pkg == null || pkg.outcome() != null) {
            pkg = tracker.start(ref, null, null);
        }
        installed.succeed(pkg);
    }

    private void skipping(Matcher line) {
        errors.settle();
        PackageRef skipped = named(line.group(1));
        PackageRef failed = named(line.group(2));
        tracker.skip(skipped, failed.id());
        errors.skipped(line.group(1), line.group(2));
    }

    /** Spack up to 0.15 prints only the names. */
    private PackageRef named(String idOrName) {
        PackageRef ref = specs.planned(idOrName);
        Tracked byName = ref == null ? tracker.byName(idOrName) : null;
        return ref != null ? ref : byName != null ? byName.ref() : new PackageRef(idOrName, null, null);
    }

    private static @Nullable Integer number(@Nullable String digits) {
        return digits == null ? null : Integer.valueOf(digits);
    }
}
