package dev.pctl.progress.publication;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The jars that the build has made, and those that hosts bring along. */
final class Published {

    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    static final List<String> LIBRARIES = List.of(
            "core", "machine", "buildlog", "spack", "estimator", "ansi", "web", "micrometer", "opentelemetry", "testkit");

    private static final Path HOSTS = Path.of("target/hosts");

    /** What reads machines and judges what is read; the interfaces through which hosts do that themselves stay. */
    private static final Pattern OPTIONAL_PARTS =
            Pattern.compile("dev/pctl/progress/(sample|watch)/(?!Sampler\\.class|Watchdog\\.class).+");

    private Published() {}

    /** The jar of one of our artifacts, such as {@code core}. */
    static Path jar(String artifact) {
        return onClassPath("pctl-progress-" + artifact + "-");
    }

    /** Core without what a host that only parses logs never loads. */
    static Path coreWithoutOptionalParts(Path folder) throws IOException {
        Path lean = folder.resolve("core-without-optional-parts.jar");
        try (JarFile jar = new JarFile(jar("core").toFile());
                JarOutputStream out = new JarOutputStream(Files.newOutputStream(lean))) {
            for (JarEntry entry : Collections.list(jar.entries())) {
                if (!OPTIONAL_PARTS.matcher(entry.getName()).matches()) {
                    out.putNextEntry(new JarEntry(entry.getName()));
                    jar.getInputStream(entry).transferTo(out);
                }
            }
        }
        return lean;
    }

    /** A jar of the class path, by the beginning of its name. */
    static Path onClassPath(String begin) {
        return classPath().stream()
                .filter(p -> p.getFileName().toString().startsWith(begin)
                        && p.toString().endsWith(".jar"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no jar " + begin + "* in " + classPath()
                        + "; these tests run in the phase integration-test: ./mvnw verify"));
    }

    static List<Path> classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .toList();
    }

    /** A jar that a host brings along, by its whole name without the ending. */
    static Path ofHost(String name) {
        Path jar = HOSTS.resolve(name + ".jar");
        if (!Files.exists(jar)) {
            throw new IllegalStateException("no " + jar);
        }
        return jar;
    }

    /** The versions of one library that hosts bring along, such as {@code jackson-core}. */
    static List<Path> versionsOfHost(String library) {
        try (Stream<Path> jars = Files.list(HOSTS)) {
            return jars.filter(p -> p.getFileName().toString().startsWith(library + '-'))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String path(List<Path> jars) {
        return jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }
}
