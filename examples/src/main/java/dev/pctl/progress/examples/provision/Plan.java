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
 * What is done to a machine: shell scripts, in the order of their names. A script's first comment says what it does.
 *
 * @param name for people
 * @param steps in order
 */
record Plan(String name, List<Step> steps) {

    private static final String SHIPPED = "/provision/";

    /**
     * One script.
     *
     * @param id its file name without ending
     * @param title what it does, for people
     * @param script its text
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
     * Reads a plan: a folder of scripts, or one of the plans that come with this program.
     *
     * @throws IOException if there is none of that name, or it has no scripts
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
