package dev.pctl.progress.examples.ami;

import dev.pctl.progress.examples.ami.history.AmiCompareCommand;
import dev.pctl.progress.examples.ami.history.AmiStatsCommand;
import picocli.CommandLine.Command;

/** The commands of a host that builds machine images. */
@Command(
        name = "ami",
        mixinStandardHelpOptions = true,
        description = "Builds machine images, as pctl does.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {AmiBuildCommand.class, AmiWatchCommand.class, AmiStatsCommand.class, AmiCompareCommand.class})
public final class AmiCommand {}
