package dev.pctl.progress.ansi.layout;

import dev.pctl.progress.ansi.internal.text.PackagePhrases;
import dev.pctl.progress.ansi.style.StyledLine;
import dev.pctl.progress.ansi.style.Theme;
import dev.pctl.progress.view.PackageView;
import dev.pctl.progress.view.RunView;
import java.time.Instant;
import java.util.List;

/** Level 1: all active packages. A single one takes two lines, several take one each, in a table. */
final class PackagesLayout implements Layout {

    @Override
    public List<StyledLine> draw(RunView view, Instant now, int width, int height, Theme theme) {
        LayoutCanvas drawing = new LayoutCanvas(view, now, width, height, theme);
        drawing.header(drawing.run.detailedHeadline(view, drawing.narrow()));
        drawing.remaining();
        drawing.counts();
        drawing.cost();
        drawing.failures();
        List<PackageView> active = drawing.active();
        int place = drawing.sheet.upTo(LayoutCanvas.REMAINING)
                + Math.min(1, view.machine().disks().size())
                + view.advice().raised().size();
        if (active.isEmpty()) {
            drawing.preparing(false);
        } else if (active.size() == 1) {
            single(drawing, active.get(0));
        } else {
            drawing.table(active, Math.max(1, height - place));
        }
        drawing.disks(false);
        drawing.advice();
        return drawing.lines();
    }

    private static void single(LayoutCanvas drawing, PackageView pkg) {
        PackagePhrases packages = drawing.packages;
        drawing.title("", packages.subject(drawing.view, pkg), pkg);
        String steps = packages.steps(pkg);
        String activity = steps.isEmpty()
                ? packages.explainedActivity(pkg, drawing.roomBeneath())
                : packages.activity(pkg) + ", " + steps;
        drawing.sheet.add(LayoutCanvas.PHASE, drawing.beneath(activity));
    }
}
