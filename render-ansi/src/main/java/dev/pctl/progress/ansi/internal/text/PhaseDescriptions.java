package dev.pctl.progress.ansi.internal.text;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the phases of a package mean, and which usually follow: those of Spack's build systems, as its documentation of
 * each build system lists them.
 */
public final class PhaseDescriptions {

    private static final Map<String, String> MEANINGS = Map.ofEntries(
            Map.entry("autoreconf", "preparing the configure script"),
            Map.entry("configure", "checking what this machine offers"),
            Map.entry("cmake", "checking what this machine offers"),
            Map.entry("meson", "checking what this machine offers"),
            Map.entry("qmake", "checking what this machine offers"),
            Map.entry("edit", "adapting the makefiles"),
            Map.entry("bootstrap", "building what it builds itself with"),
            Map.entry("build", "compiling from source, this takes a while"),
            Map.entry("install", "copying into place"),
            Map.entry("post-install", "tidying up what was installed"),
            Map.entry("staging", "downloading and unpacking the source"),
            Map.entry("fetching", "downloading"),
            Map.entry("extracting", "unpacking"),
            Map.entry("patching", "changing the source as the recipe says"),
            Map.entry("waiting", "for another process that works on it"),
            Map.entry("preparing", "working out what it needs"));

    private static final List<List<String>> SEQUENCES = List.of(
            List.of("autoreconf", "configure", "build", "install"),
            List.of("configure", "build", "install"),
            List.of("cmake", "build", "install"),
            List.of("meson", "build", "install"),
            List.of("qmake", "build", "install"),
            List.of("edit", "build", "install"),
            List.of("bootstrap", "build", "install"));

    private PhaseDescriptions() {}

    /** What a phase or activity means to somebody who has never heard of it, or null. */
    static @Nullable String meaning(String phase) {
        return MEANINGS.get(phase);
    }

    /** The phases that usually follow upon these; none where the phases seen are not a usual sequence. */
    public static List<String> following(List<String> seen) {
        return SEQUENCES.stream()
                .filter(s -> !seen.isEmpty()
                        && s.size() > seen.size()
                        && s.subList(0, seen.size()).equals(seen))
                .findFirst()
                .map(s -> s.subList(seen.size(), s.size()))
                .orElse(List.of());
    }
}
