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
 * What is going to be installed, as a tree from the roots to what they need. Each package stands in it once with what it
 * needs; where it is needed again only its name does.
 */
final class PlanTree {

    private static final int MOST_LINES = 60;

    /** Nobody reads what stands deeper, and few windows are wide enough for it. */
    private static final int DEEPEST = 30;

    private final Theme theme;
    private final RunPhrases words;
    private final Map<String, PackageView> packages = new HashMap<>();
    private final Set<String> opened = new HashSet<>();
    private final List<StyledLine> lines = new ArrayList<>();

    PlanTree(Theme theme) {
        this.theme = theme;
        this.words = new RunPhrases(theme);
    }

    /** The tree, or nothing where no plan is known. A tree is made once. */
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
        all.addAll(lines.subList(0, Math.min(MOST_LINES, lines.size())));
        if (lines.size() > MOST_LINES) {
            all.add(StyledLine.of("  and " + (lines.size() - MOST_LINES) + " more lines", Style.FAINT));
        }
        return all;
    }

    private static String counts(RunView view) {
        long there = view.packages().stream().filter(RunPhrases::found).count();
        long cached = view.packages().stream()
                .filter(p -> p.method() == InstallMethod.BINARY_CACHE)
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
            StyledLine branch = StyledLine.of(indent + theme.of(last ? Symbol.LAST : Symbol.BETWEEN), Style.FAINT);
            lines.add(branch.add(again ? StyledLine.of(one.ref().spec(), Style.FAINT) : node(one)));
            if (!again && depth < DEEPEST) {
                needs(one, indent + (last ? "   " : theme.of(Symbol.THROUGH)), depth + 1);
            }
        }
    }

    private StyledLine node(PackageView pkg) {
        StyledLine line = StyledLine.of(pkg.ref().spec());
        if (RunPhrases.found(pkg)) {
            return line.add(' ' + theme.of(Symbol.SUCCEEDED), Style.GOOD)
                    .add(' ' + words.method(pkg.method()), Style.FAINT);
        }
        return pkg.method() == InstallMethod.BINARY_CACHE
                ? line.add(' ' + words.method(pkg.method()), Style.FAINT)
                : line;
    }
}
