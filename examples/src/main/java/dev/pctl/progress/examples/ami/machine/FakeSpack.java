package dev.pctl.progress.examples.ami.machine;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Installs a fake {@code spack} program that prints a recorded build at its original pace or faster. The durations that
 * Spack itself prints are shortened by the same factor.
 */
final class FakeSpack {

    private static final Pattern STATED = Pattern.compile("(?:(\\d+)m )?(\\d+\\.\\d+)s");

    private static final Pattern NODE = Pattern.compile(
            "(?:==> Installing |(?<external>\\(external ))(?<name>[a-z0-9-]+)-(?<version>\\d[^ ]*)-(?<hash>[a-z2-7]{32})");

    /** Shortest pause in seconds; shorter pauses are added to the next. */
    private static final double SHORTEST_PAUSE = 0.02;

    private final Path folder;
    private final double speed;

    FakeSpack(Path folder, double speed) {
        this.folder = folder;
        this.speed = speed;
    }

    /**
     * Writes the program.
     *
     * @return the path of the program
     */
    Path install(RecordedBuilds builds, List<String> packages) throws IOException {
        Path recorded = Files.createDirectories(folder.resolve("recorded"));
        for (String spec : packages) {
            RecordedBuilds.Build build = builds.find(spec);
            if (build != null) {
                String file = spec.replaceAll("[^A-Za-z0-9@.~+-]", "_");
                Files.writeString(recorded.resolve(file), script(build));
                Files.writeString(recorded.resolve(file + ".spec"), specs(build));
            }
        }
        Path program = folder.resolve("spack");
        try (InputStream in = FakeSpack.class.getResourceAsStream("/recorded-spack.sh")) {
            Files.write(program, Objects.requireNonNull(in, "recorded-spack.sh").readAllBytes());
        }
        return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /**
     * Writes the packages as {@code spack spec -Il} does. The recording does not tell which of them needs which, so that
     * all are below the last one, which is the root.
     */
    private static String specs(RecordedBuilds.Build build) {
        Map<String, String> nodes = new LinkedHashMap<>();
        String root = "";
        for (RecordedBuilds.Line line : build.lines()) {
            Matcher node = NODE.matcher(line.text());
            if (node.find()) {
                root = node.group("hash");
                nodes.putIfAbsent(
                        root,
                        "%s  %s  %%s%s@%s arch=linux-debian12-x86_64%n"
                                .formatted(
                                        node.group("external") == null ? " - " : "[e]",
                                        root.substring(0, 7),
                                        node.group("name"),
                                        node.group("version")));
            }
        }
        String last = root;
        StringBuilder tree = new StringBuilder(nodes.getOrDefault(last, "").formatted(""));
        nodes.forEach((hash, node) -> tree.append(hash.equals(last) ? "" : node.formatted("    ^")));
        return tree.toString();
    }

    /** Writes the exit status, then each line with the pause before it in seconds. */
    private String script(RecordedBuilds.Build build) {
        StringBuilder script = new StringBuilder().append(build.status()).append('\n');
        Duration printed = Duration.ZERO;
        for (RecordedBuilds.Line line : build.lines()) {
            double pause = line.at().minus(printed).toMillis() / 1000.0 / speed;
            if (pause < SHORTEST_PAUSE) {
                script.append('0');
            } else {
                printed = line.at();
                script.append(String.format(Locale.ROOT, "%.3f", pause));
            }
            script.append(' ').append(scaled(line.text())).append('\n');
        }
        return script.toString();
    }

    private String scaled(String line) {
        if (!line.contains("Total: ")) {
            return line;
        }
        return STATED.matcher(line).replaceAll(time -> {
            double minutes = time.group(1) == null ? 0 : Double.parseDouble(time.group(1));
            return String.format(Locale.ROOT, "%.2fs", (60 * minutes + Double.parseDouble(time.group(2))) / speed);
        });
    }
}
