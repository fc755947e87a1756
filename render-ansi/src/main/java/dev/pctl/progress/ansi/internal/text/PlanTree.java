package dev.pctl.progress.ansi.internal.text;

import dev.pctl.progress.ansi.style.Style;
import dev.pctl.progress.ansi.style.StyledLine;
import dev.pctl.progress.ansi.style.Symbol;
import dev.pctl.progress.ansi.style.Theme;
import dev.pctl.progress.event.InstallMethod;
import dev.pctl.progress.view.PackageView;
import dev.pctl.progress.view.RunView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Prints the plan as a tree, from the roots down to their dependencies. A package that several others need is expanded
 * once; elsewhere only its name is printed.
 */
final class PlanTree {

    /** The most lines of the tree; the rest is counted. A longer list pushes everything else off the screen. */
    private static final int MAX_LINES = 60;

    /** The deepest level that is printed: each one takes three columns, and 30 fill a window of 100. */
    private static final int MAX_DEPTH = 30;

    private final Theme theme;
    private final Map<String, PackageView> packages = new HashMap<>();
    private final Set<String> opened = new HashSet<>();
    private final List<StyledLine> lines = new ArrayList<>();

    PlanTree(Theme theme) {
        this.theme = theme;
    }

    /** Returns the lines of the tree; none without a plan. To be called once. */
    List<StyledLine> lines(RunView view) {
        view.packages().forEach(p -> packages.put(p.id(), p));
        List<PackageView> roots = view.packages().stream()
                .filter(PackageView::root)
                .filter(p -> !p.dependencies().isEmpty())
                .toList();
        for (PackageView root : roots) {
            lines.add(StyledLine.of("  ").add(node(root)));
            opened.add(root.id());
            needs(root, "  ", 1);
        }
        if (lines.isEmpty()) {
            return List.of();
        }
        List<StyledLine> all = new ArrayList<>();
        all.add(StyledLine.of("Plan: " + counts(view), Style.STRONG));
        all.addAll(lines.subList(0, Math.min(MAX_LINES, lines.size())));
        if (lines.size() > MAX_LINES) {
            all.add(StyledLine.of("  and " + (lines.size() - MAX_LINES) + " more lines", Style.FAINT));
        }
        return all;
    }

    private static String counts(RunView view) {
        long there =
                view.packages().stream().filter(PackagePhrases::isPreinstalled).count();
        long cached = count(view, InstallMethod.BINARY_CACHE);
        long downloaded = count(view, InstallMethod.DOWNLOAD);
        long rest = view.packages().size() - there - cached - downloaded;
        return view.packages().size() + " total"
                + (there == 0 ? "" : ", " + there + " installed")
                + (cached == 0 ? "" : ", " + cached + " from cache")
                + (downloaded == 0 ? "" : ", " + downloaded + " to download")
                + (rest == 0 ? "" : ", " + rest + " to build");
    }

    private static long count(RunView view, InstallMethod method) {
        return view.packages().stream().filter(p -> p.method() == method).count();
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
            StyledLine branch = StyledLine.of(indent + theme.of(last ? Symbol.LAST : Symbol.BETWEEN), Style.FAINT);
            lines.add(branch.add(again ? StyledLine.of(one.ref().spec(), Style.FAINT) : node(one)));
            if (!again && depth < MAX_DEPTH) {
                needs(one, indent + (last ? "   " : theme.of(Symbol.THROUGH)), depth + 1);
            }
        }
    }

    private StyledLine node(PackageView pkg) {
        StyledLine line = StyledLine.of(pkg.ref().spec());
        if (PackagePhrases.isPreinstalled(pkg)) {
            return line.add(' ' + theme.of(Symbol.SUCCEEDED), Style.GOOD)
                    .add(' ' + PackagePhrases.method(pkg.method()), Style.FAINT);
        }
        return pkg.method() == InstallMethod.BINARY_CACHE
                ? line.add(' ' + PackagePhrases.method(pkg.method()), Style.FAINT)
                : line;
    }
}
