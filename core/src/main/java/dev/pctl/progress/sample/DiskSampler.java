package dev.pctl.progress.sample;

import dev.pctl.progress.event.SampleFact;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads the space of the local file systems that hold given paths. */
public final class DiskSampler implements Sampler {

    private final List<Path> paths;

    /** Watches the file systems of these paths. */
    public DiskSampler(Path... paths) {
        this.paths = List.of(paths);
    }

    @Override
    public List<SampleFact> sample() throws IOException {
        List<SampleFact> samples = new ArrayList<>();
        for (Path path : paths) {
            samples.add(sample(path));
        }
        return samples;
    }

    private static SampleFact sample(Path path) throws IOException {
        FileStore store = Files.getFileStore(path);
        long total = store.getTotalSpace();
        return new SampleFact.Disk(path.toString(), total - store.getUnallocatedSpace(), total, store.getUsableSpace());
    }
}
