package dev.pctl.progress.examples.ami;

import dev.pctl.progress.examples.cli.CommandErrors;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * The contents of a machine image.
 *
 * @param name the name for users and for the history
 * @param packages the root packages
 * @param instanceType the type of the instance that builds it, or null
 */
record AmiTemplate(
        String name, List<String> packages, @Nullable String instanceType) {

    /**
     * Reads a template from a file, or one of the included templates.
     *
     * @throws IOException if it cannot be read or names no packages; the message says which file and why
     */
    static AmiTemplate read(String file) throws IOException {
        try (InputStream in = open(file)) {
            return of(file, new Load(LoadSettings.builder().build()).loadFromInputStream(in));
        } catch (YamlEngineException e) {
            throw new IOException(file + ": is no YAML: " + CommandErrors.message(e), e);
        }
    }

    private static InputStream open(String file) throws IOException {
        Path path = Path.of(file);
        if (Files.isDirectory(path)) {
            throw new IOException("is a folder, not a template: " + file);
        }
        InputStream shipped =
                Files.exists(path) ? null : AmiTemplate.class.getResourceAsStream("/templates/" + path.getFileName());
        if (shipped == null && !Files.exists(path)) {
            throw new FileNotFoundException("no such template: " + file);
        }
        return shipped == null ? Files.newInputStream(path) : shipped;
    }

    private static AmiTemplate of(String file, @Nullable Object yaml) throws IOException {
        if (!(field(field(yaml, "software"), "spack_packages") instanceof List<?> packages) || packages.isEmpty()) {
            throw new IOException(file + ": software.spack_packages names no packages");
        }
        Object name = field(yaml, "name");
        Object type = field(yaml, "instance_type");
        return new AmiTemplate(
                name == null ? withoutEnding(file) : name.toString(),
                packages.stream().map(String::valueOf).toList(),
                type == null ? null : type.toString());
    }

    private static String withoutEnding(String file) {
        return String.valueOf(Path.of(file).getFileName()).replaceFirst("\\.ya?ml$", "");
    }

    private static @Nullable Object field(@Nullable Object object, String name) {
        return object instanceof Map<?, ?> fields ? fields.get(name) : null;
    }
}
