package dev.pctl.progress.examples;

import dev.pctl.progress.Progress;
import dev.pctl.progress.ansi.Detail;
import dev.pctl.progress.ansi.Renderers;
import dev.pctl.progress.spack.SpackParser;
import dev.pctl.progress.watch.DiskSpaceWatchdog;
import java.io.IOException;

/** A real image build of eight minutes, five root packages, replayed in half a minute. */
public final class Demo {

    private static final double SECONDS = 30;

    private Demo() {}

    public static void main(String[] args) throws IOException {
        Recording recording = Recording.ofResource("0.23-pctl");
        SettableClock clock = new SettableClock(recording.start());
        double speed = recording.length().toSeconds() / SECONDS;
        try (Progress progress = Progress.builder("starter image")
                .clock(clock)
                .parser(SpackParser.factory())
                .watchdog(new DiskSpaceWatchdog())
                .renderer(Renderers.forTerminal(Detail.PACKAGES, System.out))
                .driven()
                .start()) {
            new Replay(progress, clock, speed).play(recording);
        }
    }
}
