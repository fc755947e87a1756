package dev.pctl.progress.examples;

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
 * What goes into a machine image.
 *
 * @param name for people and for the history
 * @param packages the root packages
 */
record AmiTemplate(String name, List<String> packages) {

    /**
     * Reads a template.
     *
     * @throws IOException if it cannot be read or names no packages; the message says which file and why
     */
    static AmiTemplate read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            Object yaml = new Load(LoadSettings.builder().build()).loadFromInputStream(in);
            Object software = field(yaml, "software");
            if (!(field(software, "spack_packages") instanceof List<?> packages) || packages.isEmpty()) {
                throw new IOException(file + ": software.spack_packages names no packages");
            }
            Path fileName = file.getFileName();
            Object name = field(yaml, "name");
            return new AmiTemplate(
                    name == null ? String.valueOf(fileName) : name.toString(),
                    packages.stream().map(String::valueOf).toList());
        } catch (YamlEngineException e) {
            throw new IOException(file + ": is no YAML: " + Failures.message(e), e);
        }
    }

    private static @Nullable Object field(@Nullable Object object, String name) {
        return object instanceof Map<?, ?> fields ? fields.get(name) : null;
    }
}
