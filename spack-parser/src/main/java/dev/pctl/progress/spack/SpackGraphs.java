package dev.pctl.progress.spack;

import dev.pctl.progress.event.InstallMethod;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.event.PlanFact;
import dev.pctl.progress.internal.util.JsonValues;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON of concretized graphs: {@code spack.lock}, {@code spec.json}, and the output of {@code spack spec --json}
 * and {@code spack find --json}, since Spack 0.17. The form is recognized by the content. Lines before the JSON, such as
 * warnings, are skipped. Stateless and thread-safe.
 */
public final class SpackGraphs {

    private SpackGraphs() {}

    /**
     * Reads a graph.
     *
     * @param json the text; read to its end, stays open
     * @return the packages with their dependencies, roots first; packages of {@code spack find} are installed
     * @throws IOException if it cannot be read or is none of the known forms
     */
    public static PlanFact.Planned read(InputStream json) throws IOException {
        BufferedInputStream in = new BufferedInputStream(json);
        skipToJson(in);
        Object tree = JsonValues.read(in);
        if (tree instanceof List<?> installed) {
            return plan(installed, Set.of(), true);
        }
        if (tree instanceof Map<?, ?> object) {
            if (object.get("concrete_specs") instanceof Map<?, ?> specs) {
                return plan(withHashes(specs), roots(object.get("roots")), false);
            }
            if (object.get("spec") instanceof Map<?, ?> spec && spec.get("nodes") instanceof List<?> nodes) {
                return plan(nodes, nodes.isEmpty() ? Set.of() : Set.of(text(nodes.get(0), "hash")), false);
            }
        }
        throw new IOException("neither a spack.lock nor what spack spec --json or spack find --json print");
    }

    /** Skips warnings, which precede the JSON if both streams go to one file. */
    private static void skipToJson(BufferedInputStream in) throws IOException {
        boolean lineStart = true;
        while (true) {
            in.mark(1);
            int b = in.read();
            if (b < 0) {
                throw new IOException("no JSON in it");
            }
            if (lineStart && (b == '{' || b == '[')) {
                in.reset();
                return;
            }
            lineStart = b == '\n';
        }
    }

    private static List<Object> withHashes(Map<?, ?> specs) {
        List<Object> nodes = new ArrayList<>();
        specs.forEach((hash, node) -> {
            Map<Object, Object> copy = new LinkedHashMap<>();
            if (node instanceof Map<?, ?> fields) {
                copy.putAll(fields);
            }
            copy.put("hash", hash);
            nodes.add(copy);
        });
        return nodes;
    }

    private static Set<String> roots(@Nullable Object roots) {
        Set<String> hashes = new HashSet<>();
        if (roots instanceof List<?> list) {
            list.forEach(r -> hashes.add(text(r, "hash")));
        }
        return hashes;
    }

    private static PlanFact.Planned plan(List<?> nodes, Set<String> roots, boolean installed) {
        Map<String, PackageRef> refs = new LinkedHashMap<>();
        for (Object node : nodes) {
            String name = text(node, "name");
            if (!name.isEmpty()) {
                String version = text(node, "version");
                refs.put(
                        text(node, "hash"),
                        new PackageRef(name, version.isEmpty() ? null : version, text(node, "hash")));
            }
        }
        List<PlanFact.Node> all = new ArrayList<>();
        for (Object node : nodes) {
            PackageRef ref = refs.get(text(node, "hash"));
            if (ref != null) {
                boolean root = roots.contains(text(node, "hash"));
                all.add(new PlanFact.Node(ref, root, method(node, installed), dependencies(node, refs)));
            }
        }
        all.sort((a, b) -> Boolean.compare(b.root(), a.root()));
        return new PlanFact.Planned(all);
    }

    private static @Nullable InstallMethod method(Object node, boolean installed) {
        if (node instanceof Map<?, ?> fields && fields.get("external") != null) {
            return InstallMethod.EXTERNAL;
        }
        return installed ? InstallMethod.ALREADY_INSTALLED : null;
    }

    /** A list of objects with name and hash; in the oldest form an object by name. */
    private static List<String> dependencies(Object node, Map<String, PackageRef> refs) {
        List<String> ids = new ArrayList<>();
        Object stated = node instanceof Map<?, ?> fields ? fields.get("dependencies") : null;
        Iterable<?> each = stated instanceof Map<?, ?> byName
                ? byName.values()
                : stated instanceof List<?> list ? list : List.of();
        for (Object dependency : each) {
            PackageRef ref = refs.get(text(dependency, "hash"));
            if (ref != null) {
                ids.add(ref.id());
            }
        }
        return ids;
    }

    private static String text(@Nullable Object object, String field) {
        Object value = object instanceof Map<?, ?> fields ? fields.get(field) : null;
        return value == null ? "" : value.toString();
    }
}
