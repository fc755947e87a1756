package dev.pctl.progress.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A module as its source declares it.
 *
 * @param name the module's name
 * @param packages the packages that have sources
 * @param exports the modules to which each exported package is exported; none if to all
 */
record ModuleInfo(String name, Set<String> packages, Map<String, List<String>> exports) {

    private static final Pattern MODULE = Pattern.compile("\\bmodule\\s+([\\w.]+)\\s*\\{");
    private static final Pattern EXPORTS = Pattern.compile("\\bexports\\s+([\\w.]+)(?:\\s+to\\s+([\\w.,\\s]+))?;");

    /** Reads the modules of all libraries below a directory. */
    static List<ModuleInfo> all(Path root) throws IOException {
        try (Stream<Path> modules = Files.list(root)) {
            List<Path> sources = modules.map(m -> m.resolve("src/main/java"))
                    .filter(s -> Files.exists(s.resolve("module-info.java")))
                    .sorted()
                    .toList();
            List<ModuleInfo> infos = new ArrayList<>();
            for (Path source : sources) {
                infos.add(read(source));
            }
            return infos;
        }
    }

    private static ModuleInfo read(Path source) throws IOException {
        String text = Files.readString(source.resolve("module-info.java"));
        Matcher module = MODULE.matcher(text);
        if (!module.find()) {
            throw new IOException("no module in " + source);
        }
        Map<String, List<String>> exports = new LinkedHashMap<>();
        Matcher export = EXPORTS.matcher(text);
        while (export.find()) {
            exports.put(
                    export.group(1),
                    export.group(2) == null
                            ? List.of()
                            : List.of(export.group(2).strip().split("\\s*,\\s*")));
        }
        return new ModuleInfo(module.group(1), packages(source), exports);
    }

    private static Set<String> packages(Path source) throws IOException {
        Set<String> packages = new TreeSet<>();
        try (Stream<Path> files = Files.walk(source)) {
            files.filter(f -> f.toString().endsWith(".java"))
                    .map(f -> source.relativize(f.getParent()).toString().replaceAll("[/\\\\]", "."))
                    .filter(p -> !p.isEmpty())
                    .forEach(packages::add);
        }
        return packages;
    }

    /** Returns whether every host may use a package. */
    boolean isPublic(String packageName) {
        return List.of().equals(exports.get(packageName));
    }

    boolean isExported(String packageName, String toModule) {
        return isPublic(packageName)
                || exports.getOrDefault(packageName, List.of()).contains(toModule);
    }
}
