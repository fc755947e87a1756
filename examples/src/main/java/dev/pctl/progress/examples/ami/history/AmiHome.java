package dev.pctl.progress.examples.ami.history;

import dev.pctl.progress.estimator.history.BuildHistory;
import dev.pctl.progress.examples.cli.Histories;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the history and the state of builds are kept.
 *
 * @param directory the directory of the state
 * @param shared the address of the history, or null if it is a file of the directory
 */
public record AmiHome(Path directory, @Nullable String shared) {

    /** Returns the given directory, or {@code ~/.pctl} for null. */
    public static AmiHome of(@Nullable Path given, @Nullable String history) {
        String user = System.getenv().getOrDefault("HOME", System.getProperty("user.home"));
        return new AmiHome(given == null ? Path.of(user, ".pctl") : given, history);
    }

    /** Opens the history of builds. */
    public BuildHistory history() throws IOException {
        String location =
                shared == null ? directory.resolve("build-history.jsonl").toString() : shared;
        return Histories.open(location, directory.resolve("history-spool"));
    }
}
