package dev.pctl.progress.spack.internal.grammar;

import dev.pctl.progress.buildlog.internal.line.LogLine;
import dev.pctl.progress.event.InstallMethod;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.event.PlanFact;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A concretized tree as Spack prints it: one package a line, with its state, its hash, and four columns of indentation
 * for each level. Without hashes ({@code spack spec -I} alone) packages are known by name and version.
 */
public final class SpecTreeParser {

    private static final Pattern NODE =
            Pattern.compile("( - {2}|\\[[-+e^b]\\])(?: {1,3}([a-z2-7]{7,32})(?= {2}))? \\s*+(\\^?)"
                    + "([a-z0-9_][a-z0-9_.-]*)@=?([^\\s%~+]+)(.*)");

    /** Only Spack prints this much about a package. Lists of packages by other tools do not match. */
    private static final Pattern SPEC = Pattern.compile("%|\\b(?:arch|platform|build_system)=");

    private static final int TAB = 8;
    private static final int LARGEST = 20_000;

    private final Map<String, PlanFact.Node> nodes = new LinkedHashMap<>();
    private final Map<String, List<String>> dependencies = new LinkedHashMap<>();
    private final Deque<Open> path = new ArrayDeque<>();

    /** A node that may have children. */
    private record Open(int column, String id) {}

    /** Returns whether the line must be examined: it may be a node, or end the tree that is being read. */
    public boolean wants(LogLine line) {
        byte first = line.at(0);
        return !isEmpty()
                || (first == '[' && line.at(2) == ']')
                || (first == ' ' && line.at(1) == '-' && line.at(2) == ' ');
    }

    /** Takes the line if it is a node of a tree. */
    public boolean accept(String line) {
        Matcher node = NODE.matcher(line);
        if (!node.matches()
                || nodes.size() >= LARGEST
                || (node.group(2) == null && !SPEC.matcher(node.group(6)).find())) {
            return false;
        }
        PackageRef ref = new PackageRef(node.group(4), node.group(5), node.group(2));
        int column = column(line.substring(0, node.start(3)));
        boolean root = node.group(3).isEmpty();
        if (root) {
            path.clear();
        }
        while (!path.isEmpty() && path.element().column() >= column) {
            path.pop();
        }
        if (!path.isEmpty()) {
            List<String> of = dependencies.computeIfAbsent(path.element().id(), k -> new ArrayList<>());
            if (!of.contains(ref.id())) {
                of.add(ref.id());
            }
        }
        path.push(new Open(root ? -1 : column, ref.id()));
        PlanFact.Node before = nodes.get(ref.id());
        boolean isRoot = root || (before != null && before.root());
        nodes.put(ref.id(), new PlanFact.Node(ref, isRoot, method(node.group(1)), List.of()));
        return true;
    }

    private static int column(String text) {
        int column = 0;
        for (int i = 0; i < text.length(); i++) {
            column = text.charAt(i) == '\t' ? column + TAB - column % TAB : column + 1;
        }
        return column;
    }

    private static @Nullable InstallMethod method(String state) {
        return switch (state.charAt(1)) {
            case '+', '^' -> InstallMethod.ALREADY_INSTALLED;
            case 'e' -> InstallMethod.EXTERNAL;
            case 'b' -> InstallMethod.BINARY_CACHE;
            default -> null;
        };
    }

    public boolean isEmpty() {
        return nodes.isEmpty();
    }

    /** Returns the tree that was read, roots first, and begins another. */
    public PlanFact.Planned take() {
        List<PlanFact.Node> all = new ArrayList<>();
        nodes.forEach((id, node) -> all.add(new PlanFact.Node(
                node.packageRef(), node.root(), node.expected(), dependencies.getOrDefault(id, List.of()))));
        nodes.clear();
        dependencies.clear();
        path.clear();
        all.sort((a, b) -> Boolean.compare(b.root(), a.root()));
        return new PlanFact.Planned(all);
    }
}
