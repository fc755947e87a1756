package dev.pctl.progress.machine;

import dev.pctl.progress.event.SampleFact;
import dev.pctl.progress.spi.Sampler;
import dev.pctl.progress.view.PackageView;
import dev.pctl.progress.view.RunView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * Reads the sizes of the logs of the packages that are being built: an installer that prints nothing may still write to
 * them. Takes some microseconds for each. Not thread-safe.
 */
public final class LogSizeSampler implements Sampler {

    private final Function<RunView, Collection<Path>> logs;

    /** Reads the logs whose paths are in the view. */
    public LogSizeSampler() {
        this(LogSizeSampler::located);
    }

    /**
     * Reads the logs that the host names.
     *
     * @param logs returns the paths of the logs; those that do not exist are ignored
     */
    public LogSizeSampler(Function<RunView, Collection<Path>> logs) {
        this.logs = Objects.requireNonNull(logs, "logs");
    }

    private static List<Path> located(RunView view) {
        return view.active().stream()
                .map(PackageView::log)
                .filter(Objects::nonNull)
                .flatMap(log -> path(log).stream())
                .toList();
    }

    private static List<Path> path(String log) {
        try {
            return List.of(Path.of(log));
        } catch (InvalidPathException e) {
            return List.of();
        }
    }

    @Override
    public List<SampleFact> sample(RunView view) {
        List<SampleFact> facts = new ArrayList<>();
        for (Path log : logs.apply(view)) {
            try {
                facts.add(new SampleFact.LogSize(log.toString(), Files.size(log)));
            } catch (IOException e) {
                // not there yet, or no longer
            }
        }
        return facts;
    }
}
