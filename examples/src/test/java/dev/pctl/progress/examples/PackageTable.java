package dev.pctl.progress.examples;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** The packages of {@code architecture.txt}: what belongs into each, and which others it may use. */
final class PackageTable {

    static final String ROOT = "dev.pctl.progress";

    private final Map<String, Row> rows = new LinkedHashMap<>();

    /** A package by its full name. */
    private record Row(String purpose, Set<String> uses) {}

    static PackageTable read() throws IOException {
        PackageTable table = new PackageTable();
        try (InputStream in = PackageTable.class.getResourceAsStream("/architecture.txt")) {
            new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .forEach(table::add);
        }
        return table;
    }

    private void add(String line) {
        String[] cells = line.split("\\|", -1);
        if (cells.length != 3) {
            throw new IllegalArgumentException("Not three columns in architecture.txt: " + line);
        }
        Set<String> uses = new TreeSet<>();
        for (String use : cells[2].strip().split(" +")) {
            if (!use.isEmpty()) {
                String full = full(use);
                if (!rows.containsKey(full)) {
                    throw new IllegalArgumentException(use + " does not stand above " + cells[0].strip()
                            + " in architecture.txt, so that " + cells[0].strip() + " must not use it");
                }
                uses.add(full);
            }
        }
        rows.put(full(cells[0].strip()), new Row(cells[1].strip(), uses));
    }

    private static String full(String name) {
        return name.equals(".") ? ROOT : ROOT + '.' + name;
    }

    Set<String> packages() {
        return rows.keySet();
    }

    boolean allows(String from, String to) {
        Row row = rows.get(from);
        return from.equals(to) || row != null && row.uses().contains(to);
    }

    /** Explains why one package must not use another: what belongs into either. */
    String explain(String from, String to) {
        return from + " must not use " + to + ": " + purpose(from) + "; " + purpose(to) + ". Move the code to where it"
                + " belongs, or change architecture.txt with a reason";
    }

    private String purpose(String name) {
        Row row = rows.get(name);
        return row == null
                ? name + " has no line in architecture.txt"
                : name.substring(Math.min(name.length(), ROOT.length() + 1)).replaceFirst("^$", "the root package")
                        + " holds " + row.purpose();
    }

    List<String> missing(Set<String> existing) {
        return existing.stream().filter(p -> !rows.containsKey(p)).sorted().toList();
    }

    List<String> stale(Set<String> existing) {
        return rows.keySet().stream().filter(p -> !existing.contains(p)).toList();
    }
}
