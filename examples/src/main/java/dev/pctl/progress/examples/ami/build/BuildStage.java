package dev.pctl.progress.examples.ami.build;

import dev.pctl.progress.Progress;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.SampleFact;
import dev.pctl.progress.event.StageFact;
import dev.pctl.progress.view.RunView;
import dev.pctl.progress.view.StageView;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The stages of an image build, in their order. */
enum BuildStage {
    LAUNCH(1, "Launching the instance", null),
    BOOTSTRAP(2, "Waiting for the instance to come up", null),
    INSTALL(3, "Installing software", "before the installation"),
    CLEANUP(4, "Cleaning up", "before the clean-up"),
    SNAPSHOT(5, "Making the image", "after the clean-up");

    private static final double GB = 1L << 30;

    private final int number;
    private final String title;
    private final @Nullable String moment;

    BuildStage(int number, String title, @Nullable String moment) {
        this.number = number;
        this.title = title;
        this.moment = moment;
    }

    /** Returns a line for each disk at the start of this stage; none if the stage does not report disks. */
    List<String> disks(RunView view) {
        return moment == null
                ? List.of()
                : view.machine().disks().stream().map(d -> line(moment, d)).toList();
    }

    private static String line(String moment, SampleFact.Disk disk) {
        return String.format(
                Locale.ROOT,
                "  Disk %s: %.1f GB used / %.0f GB total (%.0f%%)",
                moment,
                disk.usedBytes() / GB,
                disk.totalBytes() / GB,
                disk.totalBytes() == 0 ? 0 : Math.floor(100.0 * disk.usedBytes() / disk.totalBytes()));
    }

    private String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the stage that the bootstrap script last reported, or null. */
    static @Nullable BuildStage of(@Nullable String stated) {
        if (stated == null) {
            return null;
        }
        if (stated.contains("cleanup") || stated.startsWith("Installation complete")) {
            return CLEANUP;
        }
        return stated.startsWith("Bootstrap") ? BOOTSTRAP : INSTALL;
    }

    /**
     * Records that this stage was reached and that earlier stages have ended, unless that is recorded already.
     *
     * @return whether this call recorded it
     */
    boolean reached(Progress progress) {
        boolean news = known(progress) == null;
        for (BuildStage stage : values()) {
            StageView known = stage.known(progress);
            if (stage.compareTo(this) <= 0 && known == null) {
                progress.record(new StageFact.Started(stage.id(), stage.title, stage.number, values().length));
            }
            if (stage.compareTo(this) < 0 && (known == null || known.outcome() == null)) {
                stage.ended(progress, Outcome.SUCCEEDED);
            }
        }
        return news;
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
