import dev.pctl.progress.Progress;
import dev.pctl.progress.estimator.HistoryForecaster;
import dev.pctl.progress.estimator.history.JsonlBuildHistory;
import dev.pctl.progress.event.Event;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.hook.DeliveryMode;
import dev.pctl.progress.spack.SpackParsers;
import dev.pctl.progress.stream.EventReader;
import dev.pctl.progress.stream.EventWriter;
import dev.pctl.progress.view.RunView;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;

/** Follows a log, records it, replays the recording, and keeps a history. */
public class LogHost {

    private static final String LOG = """
            ==> Installing zlib-1.3-23njwcmmq3rzan6pdlhy4o32izhlht3c [1/1]
            ==> No binary for zlib-1.3-23njwcmmq3rzan6pdlhy4o32izhlht3c found: installing from source
            ==> zlib: Executing phase: 'edit'
            ==> zlib: Executing phase: 'build'
            ==> zlib: Executing phase: 'install'
            ==> zlib: Successfully installed zlib-1.3-23njwcmmq3rzan6pdlhy4o32izhlht3c
              Stage: 0.10s.  Edit: 0.20s.  Build: 3.00s.  Install: 0.30s.  Post-install: 0.10s.  Total: 4.00s
            [+] /opt/zlib-1.3-23njwcmmq3rzan6pdlhy4o32izhlht3c
            """;

    public static void main(String[] arguments) throws Exception {
        JsonlBuildHistory history = JsonlBuildHistory.open(Path.of("history.jsonl"));
        ByteArrayOutputStream recording = new ByteArrayOutputStream();
        Progress progress = Progress.builder("host")
                .run("r")
                .parser(SpackParsers.standard())
                .forecaster(HistoryForecaster.of(history))
                .listener("recorder", DeliveryMode.EVERYTHING, new EventWriter(recording))
                .driven()
                .start();
        try (progress) {
            progress.follow(new ByteArrayInputStream(LOG.getBytes(StandardCharsets.UTF_8)));
            progress.tick();
            progress.finish(Outcome.SUCCEEDED);
        }
        RunView view = progress.view();
        view.packages()
                .forEach(p -> System.out.println(
                        p.ref().spec() + ' ' + p.outcome().name().toLowerCase(Locale.ROOT)));
        System.out.println("written and read: " + (replayed(recording).equals(view) ? "equal" : "different"));
        System.out.println("history: " + history.all().size() + " records");
    }

    private static RunView replayed(ByteArrayOutputStream recording) throws Exception {
        Progress replay = Progress.builder("host").driven().forReplay("r");
        try (replay;
                EventReader reader =
                        new EventReader(new ByteArrayInputStream(recording.toByteArray()), System.out::println)) {
            for (Event event = reader.next(); event != null; event = reader.next()) {
                replay.replay(event);
            }
        }
        return replay.view();
    }
}
