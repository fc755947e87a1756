package dev.pctl.progress.examples.provision;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.io.FilenameUtils;

/**
 * A plan: shell scripts, run in the order of their names. The first comment of a script is its title.
 *
 * @param name the name for users
 * @param steps the steps in order
 */
record Plan(String name, List<Step> steps) {

    private static final String SHIPPED = "/provision/";

    /**
     * One script.
     *
     * @param id the file name without extension
     * @param title the title for users
     * @param script the text of the script
     */
    record Step(String id, String title, String script) {

        static Step of(String fileName, String script) {
            String title = script.lines()
                    .filter(l -> l.startsWith("# "))
                    .map(l -> l.substring(2))
                    .findFirst()
                    .orElse(fileName);
            return new Step(FilenameUtils.removeExtension(fileName), title, script);
        }
    }

    /**
     * Reads a plan from a directory of scripts, or an included plan.
     *
     * @throws IOException if no plan has this name, or if the plan has no scripts
     */
    static Plan read(String name) throws IOException {
        Path folder = Path.of(name);
        Plan plan = Files.isDirectory(folder) ? ofFolder(folder) : shipped(name);
        if (plan.steps.isEmpty()) {
            throw new IOException("no scripts in " + name);
        }
        return plan;
    }

    private static Plan ofFolder(Path folder) throws IOException {
        List<Step> steps = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".sh")).sorted().toList()) {
                steps.add(Step.of(String.valueOf(file.getFileName()), Files.readString(file)));
            }
        }
        return new Plan(String.valueOf(folder.toAbsolutePath().getFileName()), steps);
    }

    private static Plan shipped(String name) throws IOException {
        List<Step> steps = new ArrayList<>();
        for (String file : text(name + "/plan.txt").lines().toList()) {
            steps.add(Step.of(FilenameUtils.getName(file), text(file)));
        }
        return new Plan(name, steps);
    }

    private static String text(String file) throws IOException {
        try (InputStream in = Plan.class.getResourceAsStream(SHIPPED + file)) {
            if (in == null) {
                throw new NoSuchFileException(file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
