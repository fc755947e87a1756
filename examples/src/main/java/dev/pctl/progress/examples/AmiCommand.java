package dev.pctl.progress.examples;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** The commands of a host that builds machine images. */
@Command(
        name = "ami",
        description = "Builds machine images, as pctl does.",
        subcommands = {AmiBuildCommand.class, AmiStatsCommand.class})
final class AmiCommand {

    /** Where history and state are kept. */
    static Path home(@Nullable Path given) {
        return given == null ? Path.of(System.getProperty("user.home"), ".pctl") : given;
    }
}
