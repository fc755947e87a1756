package dev.pctl.progress.ansi.layout;

import dev.pctl.progress.ansi.style.Detail;

/** The layouts of the library. */
public final class Layouts {

    private Layouts() {}

    /** Returns the layout of a level of detail. */
    public static Layout of(Detail detail) {
        return switch (detail) {
            case PHASE -> new BriefLayout();
            case PACKAGES -> new PackagesLayout();
            case EVERYTHING -> new FullLayout();
        };
    }
}
