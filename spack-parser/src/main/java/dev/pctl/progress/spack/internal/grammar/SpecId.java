package dev.pctl.progress.spack.internal.grammar;

import dev.pctl.progress.event.PackageRef;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes {@code name-version-hash} apart. Where the name ends is not certain from the text alone: it is taken to end
 * before the first hyphen that a digit or a well-known version word follows.
 */
final class SpecId {

    static final String HASH = "[a-z2-7]{32}";

    private static final Pattern ID = Pattern.compile("(\\S+?)-(" + HASH + ")");
    private static final Pattern VERSION_START =
            Pattern.compile("-(?=\\d|v\\d|(?:develop|main|master|git|stable|rolling|trunk|head|latest|system)\\b)");

    private SpecId() {}

    /** Returns the package that the text names, or null if it is not of that form. */
    static @Nullable PackageRef parse(String text) {
        Matcher id = ID.matcher(text);
        if (!id.matches()) {
            return null;
        }
        return split(id.group(1), id.group(2));
    }

    /** Returns the version in {@code name-version} or {@code name-version-hash} of a package whose name is known, or null. */
    static @Nullable String version(String name, String text) {
        if (!text.startsWith(name + '-')) {
            return null;
        }
        String rest = text.substring(name.length() + 1).replaceFirst("-?" + HASH + "$", "");
        return rest.isEmpty() ? null : rest;
    }

    /** Splits {@code name-version}. */
    static PackageRef split(String nameAndVersion, @Nullable String hash) {
        Matcher version = VERSION_START.matcher(nameAndVersion);
        if (version.find() && version.start() > 0) {
            return new PackageRef(
                    nameAndVersion.substring(0, version.start()), nameAndVersion.substring(version.end()), hash);
        }
        int last = nameAndVersion.lastIndexOf('-');
        return last > 0
                ? new PackageRef(nameAndVersion.substring(0, last), nameAndVersion.substring(last + 1), hash)
                : new PackageRef(nameAndVersion, null, hash);
    }
}
