package dev.pctl.progress.ansi.layout;

import dev.pctl.progress.ansi.internal.text.Formats;
import dev.pctl.progress.ansi.internal.text.PackagePhrases;
import dev.pctl.progress.ansi.style.Style;
import dev.pctl.progress.ansi.style.StyledLine;
import dev.pctl.progress.ansi.style.Theme;
import dev.pctl.progress.view.PackageView;
import dev.pctl.progress.view.RunView;
import java.time.Instant;
import java.util.List;

/** Level 0: the run, the longest running package, the first disk, and advice. */
final class BriefLayout implements Layout {

    @Override
    public List<StyledLine> draw(RunView view, Instant now, int width, int height, Theme theme) {
        LayoutCanvas drawing = new LayoutCanvas(view, now, width, height, theme);
        drawing.header(headline(drawing));
        drawing.failures();
        List<PackageView> active = drawing.active();
        if (active.isEmpty()) {
            drawing.preparing(true);
        } else {
            current(drawing, active.get(0), active.size() - 1);
        }
        if (!view.machine().disks().isEmpty() || !view.advice().raised().isEmpty()) {
            drawing.gap();
        }
        drawing.disks(false);
        drawing.advice();
        return drawing.lines();
    }

    /** Returns the headline, with the forecast for the whole run if there is room. */
    private static String headline(LayoutCanvas drawing) {
        String headline = drawing.run.headline(drawing.view);
        String estimated = drawing.run.estimated(drawing.view);
        return estimated == null || drawing.narrow() ? headline : headline + " (" + estimated + ')';
    }

    private static void current(LayoutCanvas drawing, PackageView pkg, int others) {
        PackagePhrases packages = drawing.packages;
        drawing.title(packages.counter(drawing.view, pkg), packages.subject(drawing.view, pkg), pkg);
        drawing.sheet.add(LayoutCanvas.PHASE, drawing.beneath(packages.explainedActivity(pkg, drawing.roomBeneath())));
        if (others > 0) {
            String more = Formats.count(others, "more package", "more packages");
            drawing.sheet.add(
                    LayoutCanvas.OTHER_PACKAGES, StyledLine.of("  and " + more + " in parallel", Style.FAINT));
        }
    }
}
