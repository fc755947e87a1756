package dev.pctl.progress.examples.cli;

import dev.pctl.progress.Progress;
import dev.pctl.progress.estimator.HistoryImporter;
import dev.pctl.progress.estimator.history.BuildRecord;
import dev.pctl.progress.event.Event;
import dev.pctl.progress.stream.EventReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** Reads runs from recorded event streams. */
public final class RunFiles {

    private RunFiles() {}

    /**
     * Returns the records of the run in an event stream.
     *
     * @param warnings receives a message for each line that cannot be read
     * @throws dev.pctl.progress.stream.UnsupportedSchemaException if the file is no event stream
     */
    public static List<BuildRecord> records(Path file, Consumer<String> warnings) throws IOException {
        try (InputStream in = InputFiles.open(file);
                EventReader events = new EventReader(in, warnings)) {
            Event event = events.next();
            try (Progress run =
                    Progress.builder(file.toString()).driven().forReplay(event == null ? "" : event.run())) {
                for (; event != null; event = events.next()) {
                    run.replay(event);
                }
                return HistoryImporter.ofRun(run.view());
            }
        }
    }
}
