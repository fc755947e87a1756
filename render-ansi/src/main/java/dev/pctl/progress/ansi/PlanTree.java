package dev.pctl.progress.ansi;

import dev.pctl.progress.event.Method;
import dev.pctl.progress.state.PackageView;
import dev.pctl.progress.state.RunView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is going to be installed, as a tree from the roots to what they need. Each package stands in it once with what it
 * needs; where it is needed again only its name does.
 */
final class PlanTree {

    private static final int MOST_LINES = 60;

    /** Nobody reads what stands deeper, and few windows are wide enough for it. */
    private static final int DEEPEST = 30;

    private final Theme theme;
    private final Words words;
    private final Map<String, PackageView> packages = new HashMap<>();
    private final Set<String> opened = new HashSet<>();
    private final List<Line> lines = new ArrayList<>();

    PlanTree(Theme theme) {
        this.theme = theme;
        this.words = new Words(theme);
    }

    /** The tree, or nothing where no plan is known. A tree is made once. */
    List<Line> lines(RunView view) {
        view.packages().forEach(p -> packages.put(p.id(), p));
        List<PackageView> roots = view.packages().stream()
                .filter(PackageView::root)
                .filter(p -> !p.dependencies().isEmpty())
                .toList();
        for (PackageView root : roots) {
            lines.add(Line.of("  ").add(node(root)));
            opened.add(root.id());
            needs(root, "  ", 1);
        }
        if (lines.isEmpty()) {
            return List.of();
        }
        List<Line> all = new ArrayList<>();
        all.add(Line.of("Plan: " + counts(view), Style.STRONG));
        all.addAll(lines.subList(0, Math.min(MOST_LINES, lines.size())));
        if (lines.size() > MOST_LINES) {
            all.add(Line.of("  and " + (lines.size() - MOST_LINES) + " more lines", Style.FAINT));
        }
        return all;
    }

    private static String counts(RunView view) {
        long there = view.packages().stream().filter(Words::found).count();
        long cached = view.packages().stream()
                .filter(p -> p.method() == Method.BINARY_CACHE)
                .count();
        long rest = view.packages().size() - there - cached;
        return view.packages().size() + " total"
                + (there == 0 ? "" : ", " + there + " installed")
                + (cached == 0 ? "" : ", " + cached + " from cache")
                + (rest == 0 ? "" : ", " + rest + " to build");
    }

    private void needs(PackageView pkg, String indent, int depth) {
        List<PackageView> needed = pkg.dependencies().stream()
                .filter(packages::containsKey)
                .map(id -> packages.getOrDefault(id, pkg))
                .toList();
        for (int i = 0; i < needed.size(); i++) {
            PackageView one = needed.get(i);
            boolean last = i == needed.size() - 1;
            boolean again = !opened.add(one.id());
            Line branch = Line.of(indent + theme.of(last ? Symbol.LAST : Symbol.BETWEEN), Style.FAINT);
            lines.add(branch.add(again ? Line.of(one.ref().spec(), Style.FAINT) : node(one)));
            if (!again && depth < DEEPEST) {
                needs(one, indent + (last ? "   " : theme.of(Symbol.THROUGH)), depth + 1);
            }
        }
    }

    private Line node(PackageView pkg) {
        Line line = Line.of(pkg.ref().spec());
        if (Words.found(pkg)) {
            return line.add(' ' + theme.of(Symbol.SUCCEEDED), Style.GOOD)
                    .add(' ' + words.method(pkg.method()), Style.FAINT);
        }
        return pkg.method() == Method.BINARY_CACHE ? line.add(' ' + words.method(pkg.method()), Style.FAINT) : line;
    }
}
