package dev.pctl.progress.ansi.internal.text;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Explains the phases and activities of a package, and predicts its next phases: those of Spack's build systems. */
public final class PhaseDescriptions {

    private static final Map<String, String> MEANINGS = Map.ofEntries(
            Map.entry("autoreconf", "preparing the configure script"),
            Map.entry("configure", "checking compilers and libraries"),
            Map.entry("cmake", "checking compilers and libraries"),
            Map.entry("meson", "checking compilers and libraries"),
            Map.entry("qmake", "checking compilers and libraries"),
            Map.entry("edit", "adjusting the makefiles"),
            Map.entry("bootstrap", "building its own build tool"),
            Map.entry("build", "compiling from source, this takes a while"),
            Map.entry("install", "copying files into place"),
            Map.entry("post-install", "cleaning up after the install"),
            Map.entry("staging", "downloading and unpacking the source"),
            Map.entry("fetching", "downloading"),
            Map.entry("extracting", "unpacking"),
            Map.entry("patching", "applying patches to the source"),
            Map.entry("waiting", "another process is installing it"),
            Map.entry("preparing", "resolving dependencies"));

    private static final List<List<String>> SEQUENCES = List.of(
            List.of("autoreconf", "configure", "build", "install"),
            List.of("configure", "build", "install"),
            List.of("cmake", "build", "install"),
            List.of("meson", "build", "install"),
            List.of("qmake", "build", "install"),
            List.of("edit", "build", "install"),
            List.of("bootstrap", "build", "install"));

    private PhaseDescriptions() {}

    /** Returns an explanation of a phase or activity for beginners, or null. */
    static @Nullable String meaning(String phase) {
        return MEANINGS.get(phase);
    }

    /** Returns the phases that usually follow the given ones; none if these are not the start of a known sequence. */
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
