package dev.pctl.progress.spack.internal.grammar;

import dev.pctl.progress.buildlog.internal.track.PackageTracker;
import dev.pctl.progress.buildlog.internal.track.PackageTracker.Tracked;
import dev.pctl.progress.event.InstallMethod;
import dev.pctl.progress.event.PackageRef;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Resolves what lines name, by id, by name or by the path of a stage, to the packages of the log. */
final class SpecResolver {

    private static final Pattern HASH = Pattern.compile("-" + SpecId.HASH + "(?![a-z2-7])");

    /** The longest name of a stage directory that is looked at, in characters; file systems allow 255. */
    private static final int LONGEST_STAGE = 255;

    private static final String STAGE_PREFIX = "spack-stage-";

    private final PackageTracker tracker;

    SpecResolver(PackageTracker tracker) {
        this.tracker = tracker;
    }

    /** Returns the reference to a package of this id, or of this name if the text is no id. */
    PackageRef ref(String id) {
        PackageRef ref = SpecId.parse(id);
        return ref == null ? tracker.named(id) : tracker.asPlanned(ref);
    }

    /** Returns the reference to a package of this id as the plan has it, or null if the text is no id. */
    @Nullable
    PackageRef planned(String id) {
        PackageRef ref = SpecId.parse(id);
        return ref == null ? null : tracker.asPlanned(ref);
    }

    /**
     * Returns the package of that name, or null. The current package takes the name if it is known only by a truncated
     * id, in which the end of the name could not be found.
     */
    @Nullable
    Tracked byName(String name) {
        Tracked known = tracker.byName(name);
        Tracked current = tracker.current();
        if (known != null || current == null || current.ref().hash() != null) {
            return known;
        }
        String version = SpecId.version(name, current.ref().name());
        if (version == null) {
            return null;
        }
        int hash = version.lastIndexOf('-');
        tracker.identify(current, new PackageRef(name, hash < 0 ? null : version.substring(0, hash), null));
        return current;
    }

    /** Returns the id in the first path of a stage in the text, or null. */
    static @Nullable String stageId(String text) {
        Matcher hash = HASH.matcher(text);
        while (hash.find()) {
            int from = hash.start();
            int least = Math.max(0, from - LONGEST_STAGE);
            while (from > least && text.charAt(from - 1) != '/' && !Character.isWhitespace(text.charAt(from - 1))) {
                from--;
            }
            String directory = text.substring(from, hash.end());
            int prefix = directory.indexOf(STAGE_PREFIX);
            if (prefix >= 0) {
                return directory.substring(prefix + STAGE_PREFIX.length());
            } else if (text.startsWith("/stage/", from - "/stage/".length())) {
                return directory;
            }
        }
        return null;
    }

    /** Returns the package whose stage the text names, if it is known already. */
    @Nullable
    Tracked knownByStage(String text) {
        String id = stageId(text);
        return id == null ? null : tracker.known(ref(id));
    }

    /** Returns the package whose build log this is, which is begun if it was not; null if the path names none. */
    @Nullable
    Tracked byLog(@Nullable String log) {
        String id = log == null ? null : stageId(log);
        if (id == null) {
            return null;
        }
        PackageRef ref = ref(id);
        Tracked known = tracker.known(ref);
        Tracked pkg = known == null ? tracker.resume(ref) : known;
        tracker.method(pkg, InstallMethod.SOURCE);
        return pkg;
    }

    /** Identifies the current package by the lock of its stage, which debug messages show before anything else does. */
    void identifyByStage(String text) {
        Tracked pkg = tracker.current();
        if (pkg == null || pkg.ref().hash() != null || !text.contains("LOCK (")) {
            return;
        }
        String id = stageId(text);
        PackageRef full = id == null ? null : SpecId.parse(id);
        if (full != null && full.name().equals(pkg.ref().name())) {
            tracker.identify(pkg, full);
        }
    }

    /** Identifies a package that is known by its name only by the path of its log. */
    void identifyByLog(Tracked pkg, String log) {
        if (pkg.ref().version() != null) {
            return;
        }
        for (String folder : log.split("/", -1)) {
            String id = stageId(folder);
            PackageRef full = id == null ? null : SpecId.parse(id);
            String version = SpecId.version(pkg.ref().name(), folder);
            if (full != null) {
                tracker.identify(pkg, full);
            } else if (version != null) {
                tracker.identify(pkg, new PackageRef(pkg.ref().name(), version, null));
            }
        }
    }
}
