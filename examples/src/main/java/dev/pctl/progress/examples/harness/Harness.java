package dev.pctl.progress.examples.harness;

import dev.pctl.progress.examples.ami.AmiCommand;
import dev.pctl.progress.examples.cli.CommandErrors;
import dev.pctl.progress.examples.provision.ProvisionCommand;
import dev.pctl.progress.examples.replay.ReplayCommand;
import dev.pctl.progress.examples.watch.WatchCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command-line program that runs the library on logs: {@code java -jar harness.jar COMMAND}. */
@Command(
        name = "harness",
        description = "Tries pctl-progress on real build logs.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            SummarizeCommand.class,
            EventsCommand.class,
            ReplayCommand.class,
            PredictCommand.class,
            BacktestCommand.class,
            ImportCommand.class,
            DiagnoseCommand.class,
            ReportCommand.class,
            WatchCommand.class,
            AmiCommand.class,
            ProvisionCommand.class
        })
public final class Harness {

    private Harness() {}

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /** The command line: errors are one line on standard error and exit status 1, wrong usage is exit status 2. */
    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Harness());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler((e, command, result) -> {
            command.getErr().println(command.getCommandName() + ": " + CommandErrors.message(e));
            return 1;
        });
        return line;
    }
}
