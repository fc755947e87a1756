package dev.pctl.progress.examples.ami;

import dev.pctl.progress.Progress;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.StageFact;
import dev.pctl.progress.state.StageView;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The stages of making an image, in their order. */
enum AmiStage {
    LAUNCH(1, "Launching the instance"),
    BOOTSTRAP(2, "Waiting for the instance to come up"),
    INSTALL(3, "Installing software"),
    CLEANUP(4, "Cleaning up"),
    SNAPSHOT(5, "Making the image");

    private final int number;
    private final String title;

    AmiStage(int number, String title) {
        this.number = number;
        this.title = title;
    }

    private String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The stage that the bootstrap script is in, as it says itself; null if it has said nothing yet. */
    static @Nullable AmiStage of(@Nullable String stated) {
        if (stated == null) {
            return null;
        }
        if (stated.contains("cleanup") || stated.startsWith("Installation complete")) {
            return CLEANUP;
        }
        return stated.startsWith("Bootstrap") ? BOOTSTRAP : INSTALL;
    }

    /** Records that this stage is reached: those before it have ended. What is recorded already is left alone. */
    void reached(Progress progress) {
        for (AmiStage stage : values()) {
            StageView known = stage.known(progress);
            if (stage.compareTo(this) <= 0 && known == null) {
                progress.record(new StageFact.Started(stage.id(), stage.title, stage.number, values().length));
            }
            if (stage.compareTo(this) < 0 && (known == null || known.outcome() == null)) {
                stage.ended(progress, Outcome.SUCCEEDED);
            }
        }
    }

    /** Records that this stage has ended. */
    void ended(Progress progress, Outcome outcome) {
        progress.record(new StageFact.Finished(id(), outcome));
    }

    private @Nullable StageView known(Progress progress) {
        return progress.view().stages().stream()
                .filter(s -> s.id().equals(id()))
                .findFirst()
                .orElse(null);
    }
}
