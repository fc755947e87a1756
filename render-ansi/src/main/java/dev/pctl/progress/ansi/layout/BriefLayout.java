package dev.pctl.progress.ansi.layout;

import dev.pctl.progress.ansi.internal.text.Formats;
import dev.pctl.progress.ansi.internal.text.RunPhrases;
import dev.pctl.progress.ansi.style.Style;
import dev.pctl.progress.ansi.style.StyledLine;
import dev.pctl.progress.ansi.style.Theme;
import dev.pctl.progress.view.PackageView;
import dev.pctl.progress.view.RunView;
import java.time.Instant;
import java.util.List;

/** Level 0, for who only wants to know what is going on, how far it is, how long it still takes, and whether all is well. */
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

    /** With what was forecast for the whole, where there is room for it. */
    private static String headline(LayoutCanvas drawing) {
        String headline = drawing.words.headline(drawing.view);
        String estimated = drawing.words.estimated(drawing.view);
        return estimated == null || drawing.narrow() ? headline : headline + " (" + estimated + ')';
    }

    private static void current(LayoutCanvas drawing, PackageView pkg, int others) {
        RunPhrases words = drawing.words;
        drawing.title(words.counter(drawing.view, pkg), words.subject(drawing.view, pkg), pkg);
        drawing.sheet.add(LayoutCanvas.PHASE, drawing.beneath(words.busyMeaning(pkg, drawing.roomBeneath())));
        if (others > 0) {
            String more = Formats.count(others, "more package", "more packages");
            drawing.sheet.add(
                    LayoutCanvas.OTHER_PACKAGES, StyledLine.of("  and " + more + " at the same time", Style.FAINT));
        }
    }
}
