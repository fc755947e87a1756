import dev.pctl.progress.Progress;
import dev.pctl.progress.StageProgress;
import dev.pctl.progress.event.Outcome;

/** Reports its own stages. */
public class CoreHost {

    public static void main(String[] arguments) {
        Progress progress = Progress.builder("host").driven().start();
        try (progress) {
            StageProgress tests = progress.startStage("tests", "tests");
            progress.tick();
            tests.succeed();
            progress.finish(Outcome.SUCCEEDED);
        }
        progress.view().stages().forEach(s -> System.out.println(s.title() + ": " + s.outcome()));
    }
}
