package dev.pctl.progress.ansi;

import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.state.PackageView;
import dev.pctl.progress.state.RunView;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Says what failed, why, where to look, and what to do. */
final class FailureBlock {

    private final Theme theme;

    FailureBlock(Theme theme) {
        this.theme = theme;
    }

    List<Line> lines(RunView view, Diagnosis failure) {
        List<Line> lines = new ArrayList<>();
        lines.add(Line.of(theme.of(Symbol.FAILED) + " Error: " + what(failure), Style.BAD));
        String location = failure.location();
        if (location != null) {
            lines.add(Line.of("  Log: ").add(location, Style.STRONG));
        }
        if (failure.excerpt().isEmpty()) {
            lines.add(Line.of("    " + failure.message(), Style.WARN));
        }
        for (String text : failure.excerpt()) {
            boolean decisive = text.strip().equals(failure.message());
            lines.add(decisive ? Line.of("  > " + text, Style.WARN) : Line.of("    " + text, Style.FAINT));
        }
        long skipped = skippedBecauseOf(view, failure);
        if (skipped > 0) {
            lines.add(Line.of("  Not built because of it: " + skipped + (skipped == 1 ? " package" : " packages")));
        }
        for (int i = 0; i < failure.remedies().size(); i++) {
            lines.add(Line.of((i == 0 ? "  Fix: " : "       ") + (i + 1) + ". "
                    + failure.remedies().get(i)));
        }
        return lines;
    }

    private static String what(Diagnosis failure) {
        String where = failure.pkg() == null ? "the run" : failure.pkg().spec();
        String phase = failure.phase() == null ? "" : " in phase " + failure.phase();
        String cause = failure.cause().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return where + " failed" + phase + " (" + cause + ')';
    }

    private static long skippedBecauseOf(RunView view, Diagnosis failure) {
        if (failure.pkg() == null) {
            return 0;
        }
        List<String> blocked = new ArrayList<>(List.of(failure.pkg().id()));
        boolean grown = true;
        while (grown) {
            grown = false;
            for (PackageView pkg : view.packages()) {
                String because = pkg.because();
                if (because != null && blocked.contains(because) && !blocked.contains(pkg.id())) {
                    blocked.add(pkg.id());
                    grown = true;
                }
            }
        }
        return blocked.size() - 1L;
    }
}
