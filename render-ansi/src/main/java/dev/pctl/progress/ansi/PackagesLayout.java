package dev.pctl.progress.ansi;

import dev.pctl.progress.state.PackageView;
import dev.pctl.progress.state.RunView;
import java.time.Instant;
import java.util.List;

/** Level 1: the packages that are worked on. A single one has two lines, several have one each, in a table. */
final class PackagesLayout implements Layout {

    @Override
    public List<Line> draw(RunView view, Instant now, int width, int height, Theme theme) {
        Drawing drawing = new Drawing(view, now, width, height, theme);
        drawing.header(drawing.words.detailedHeadline(view, drawing.narrow()));
        drawing.remaining();
        drawing.counts();
        drawing.failures();
        List<PackageView> active = drawing.active();
        int place = drawing.sheet.upTo(Drawing.REMAINING)
                + Math.min(1, view.disks().size())
                + view.advice().size();
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

    private static void single(Drawing drawing, PackageView pkg) {
        Words words = drawing.words;
        drawing.title("", words.subject(drawing.view, pkg), pkg);
        String steps = words.steps(pkg);
        String busy =
                steps.isEmpty() ? words.busyMeaning(pkg, drawing.roomBeneath()) : words.busyWith(pkg) + ", " + steps;
        drawing.sheet.add(Drawing.PHASE, drawing.beneath(busy));
    }
}
