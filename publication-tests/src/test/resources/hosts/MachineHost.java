import dev.pctl.progress.Progress;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.machine.MachineSampler;
import dev.pctl.progress.machine.watchdog.DiskSpaceWatchdog;
import dev.pctl.progress.spi.LocalMachine;
import java.nio.file.Path;

/** Watches the disk of this machine. */
public class MachineHost {

    public static void main(String[] arguments) {
        Progress progress = Progress.builder("host")
                .sampler(MachineSampler.create(LocalMachine.of(Path.of("."))))
                .watchdog(new DiskSpaceWatchdog())
                .driven()
                .start();
        try (progress) {
            progress.tick();
            progress.finish(Outcome.SUCCEEDED);
        }
        System.out.println("disk seen: " + !progress.view().machine().disks().isEmpty());
    }
}
