package dev.pctl.progress.examples.ami.history;

import dev.pctl.progress.estimator.history.JsonlBuildHistory;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The directory that keeps the history and the state of builds. */
public record AmiHome(Path directory) {

    /** Returns the given directory, or {@code ~/.pctl} for null. */
    public static AmiHome of(@Nullable Path given) {
        String user = System.getenv().getOrDefault("HOME", System.getProperty("user.home"));
        return new AmiHome(given == null ? Path.of(user, ".pctl") : given);
    }

    /** Opens the history of builds. */
    public JsonlBuildHistory history() {
        return JsonlBuildHistory.open(directory.resolve("build-history.jsonl"));
    }
}
