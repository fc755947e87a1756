package dev.pctl.progress.examples.harness;

import dev.pctl.progress.examples.ami.AmiCommand;
import dev.pctl.progress.examples.cli.CommandErrors;
import dev.pctl.progress.examples.cli.StandardOutput;
import dev.pctl.progress.examples.fleet.FleetCommand;
import dev.pctl.progress.examples.provision.ProvisionCommand;
import dev.pctl.progress.examples.replay.ReplayCommand;
import dev.pctl.progress.examples.watch.WatchCommand;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command-line program that runs the library on logs: {@code java -jar harness.jar COMMAND}. */
@Command(
        name = "harness",
        description = "Tries pctl-progress on real build logs.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
public final class Harness {

    private static final List<String> COMMANDS = List.of(
            "summarize",
            "events",
            "replay",
            "predict",
            "backtest",
            "import",
            "diagnose",
            "report",
            "watch",
            "fleet",
            "ami",
            "provision");

    /** Commands that run a build, which a lost display must not end. */
    private static final List<String> BUILDING = List.of("watch", "ami", "provision");

    private Harness() {}

    public static void main(String[] args) {
        boolean buildsSomething = args.length > 0 && BUILDING.contains(args[0]);
        StandardOutput output = StandardOutput.install(buildsSomething ? o -> {} : Harness::end);
        int status = commandLine(args).execute(args);
        if (status == 0 && !output.isComplete()) {
            report(output);
            status = 1;
        }
        System.exit(status);
    }

    /** Ends at once, because the rest would be computed for no reader. */
    private static void end(StandardOutput output) {
        report(output);
        Runtime.getRuntime().halt(1);
    }

    private static void report(StandardOutput output) {
        String message = output.message();
        if (message != null) {
            System.err.println("harness: " + message);
        }
    }

    /**
     * Returns the command line: errors are one line on standard error and exit status 1, wrong usage is exit status 2. It
     * has only the command that the arguments name, if they name one: reading the options of all commands takes a
     * quarter of a second.
     */
    static CommandLine commandLine(String... args) {
        CommandLine line = new CommandLine(new Harness());
        boolean named = args.length > 0 && COMMANDS.contains(args[0]);
        for (String name : named ? List.of(args[0]) : COMMANDS) {
            line.addSubcommand(command(name));
        }
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler((e, command, result) -> {
            command.getErr().println(command.getCommandName() + ": " + CommandErrors.message(e));
            return 1;
        });
        return line;
    }

    private static Object command(String name) {
        return switch (name) {
            case "summarize" -> new SummarizeCommand();
            case "events" -> new EventsCommand();
            case "replay" -> new ReplayCommand();
            case "predict" -> new PredictCommand();
            case "backtest" -> new BacktestCommand();
            case "import" -> new ImportCommand();
            case "diagnose" -> new DiagnoseCommand();
            case "report" -> new ReportCommand();
            case "watch" -> new WatchCommand();
            case "fleet" -> new FleetCommand();
            case "ami" -> new AmiCommand();
            case "provision" -> new ProvisionCommand();
            default -> throw new IllegalArgumentException(name);
        };
    }
}
