package dev.pctl.progress.event;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Names one node of the dependency graph. Two references mean the same package if their {@link #id()} is equal, however
 * much of the hash either of them shows.
 *
 * @param name the package's name, such as {@code zlib}
 * @param version its version, or null if not known
 * @param hash its hash as far as it is known (full, or the first seven characters), or null
 */
public record PackageRef(
        String name, @Nullable String version, @Nullable String hash) {

    private static final int SHORT_HASH = 7;

    public PackageRef {
        Objects.requireNonNull(name, "name");
    }

    /** A package that is known by name and version only, as in runs that are not Spack's. */
    public static PackageRef of(String name, @Nullable String version) {
        return new PackageRef(name, version, null);
    }

    /** The identity: {@code name/hash7} where there is a hash, else {@code name@version} or {@code name}. */
    public String id() {
        if (hash != null && hash.length() >= SHORT_HASH) {
            return name.concat("/").concat(shortHash(hash));
        }
        return spec();
    }

    /** Returns the first seven characters of a hash, by which people and logs name it. */
    public static String shortHash(String hash) {
        return hash.substring(0, Math.min(SHORT_HASH, hash.length()));
    }

    /** For people: {@code name@version}, or the name alone. */
    public String spec() {
        return version == null ? name : name.concat("@").concat(version);
    }

    /** Compares name, version and hash. Written out, since references are compared for every line of a log. */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof PackageRef that
                        && name.equals(that.name)
                        && Objects.equals(version, that.version)
                        && Objects.equals(hash, that.hash));
    }

    @Override
    public int hashCode() {
        return 31 * (31 * name.hashCode() + Objects.hashCode(version)) + Objects.hashCode(hash);
    }
}
