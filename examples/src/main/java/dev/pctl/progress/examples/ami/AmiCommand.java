package dev.pctl.progress.examples.ami;

import dev.pctl.progress.estimator.history.JsonlBuildHistory;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** The commands of a host that builds machine images. */
@Command(
        name = "ami",
        mixinStandardHelpOptions = true,
        description = "Builds machine images, as pctl does.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {AmiBuildCommand.class, AmiStatsCommand.class})
public final class AmiCommand {

    /** Where history and state are kept. */
    static Path home(@Nullable Path given) {
        String user = System.getenv().getOrDefault("HOME", System.getProperty("user.home"));
        return given == null ? Path.of(user, ".pctl") : given;
    }

    /** The history of builds that is kept there. */
    static JsonlBuildHistory history(Path home) {
        return JsonlBuildHistory.open(home.resolve("build-history.jsonl"));
    }
}
