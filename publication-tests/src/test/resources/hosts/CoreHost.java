import dev.pctl.progress.Progress;
import dev.pctl.progress.StageProgress;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.sample.LocalMachine;
import dev.pctl.progress.sample.MachineSampler;
import dev.pctl.progress.watch.DiskSpaceWatchdog;
import java.nio.file.Path;

/** Reports its own stages and watches the disk. */
public class CoreHost {

    public static void main(String[] arguments) {
        Progress progress = Progress.builder("host")
                .sampler(MachineSampler.create(LocalMachine.of(Path.of("."))))
                .watchdog(new DiskSpaceWatchdog())
                .driven()
                .start();
        try (progress) {
            StageProgress tests = progress.startStage("tests", "tests");
            progress.tick();
            tests.succeed();
            progress.finish(Outcome.SUCCEEDED);
        }
        progress.view().stages().forEach(s -> System.out.println(s.title() + ": " + s.outcome()));
        System.out.println("disk seen: " + !progress.view().disks().isEmpty());
    }
}
