package dev.pctl.progress.examples.ami;

import dev.pctl.progress.ansi.FleetDisplay;
import dev.pctl.progress.examples.ami.build.RunningBuilds;
import dev.pctl.progress.examples.ami.history.AmiHome;
import dev.pctl.progress.examples.cli.Interruption;
import dev.pctl.progress.fleet.Fleet;
import dev.pctl.progress.fleet.FleetRun;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows the builds that other processes of this user watch. */
@Command(
        name = "watch",
        mixinStandardHelpOptions = true,
        description = {
            "Shows all images that are being built, those that need attention first. The builds do not notice.",
            "On a terminal, j and k select a build, Enter opens it, and q returns. Ends when all builds have ended, or no"
                    + " process watches them any more: with 1"
                    + " if one failed, else with 0; or with 130 after Ctrl-C."
        })
final class AmiWatchCommand implements Callable<Integer> {

    private static final Duration POLL = Duration.ofMillis(200);

    @Parameters(paramLabel = "IMAGE", description = "names of the images to watch; all unless given")
    private Set<String> images = Set.of();

    @Option(names = "--home", description = "where the state of builds is kept; ~/.pctl unless given")
    private @Nullable Path home;

    @Override
    @SuppressWarnings("ClosingStandardOutputStreams") // the display leaves the stream open
    public Integer call() throws IOException, InterruptedException {
        Fleet fleet = Fleet.create();
        RunningBuilds builds = new RunningBuilds(AmiHome.of(home, null).directory(), images);
        builds.poll(fleet::accept);
        if (fleet.view().runs().isEmpty()) {
            System.out.println("No image is being built.");
            return 0;
        }
        try (Interruption interruption = Interruption.watch();
                FleetDisplay display = FleetDisplay.forTerminal(fleet, System.out)) {
            display.start(POLL);
            while (fleet.view().runs().stream().anyMatch(FleetRun::active) && builds.areWatched()) {
                if (interruption.within(POLL.toMillis())) {
                    return interruption.status();
                }
                builds.poll(fleet::accept);
            }
            builds.poll(fleet::accept);
        }
        return fleet.view().totals().failed() > 0 ? 1 : 0;
    }
}
