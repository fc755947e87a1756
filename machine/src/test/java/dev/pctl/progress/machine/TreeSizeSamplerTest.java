package dev.pctl.progress.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pctl.progress.event.SampleFact;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeSizeSamplerTest {

    @TempDir
    private Path root;

    @Test
    void aSmallTreeIsCountedAtOnce() throws IOException {
        file("a", 10);
        file("b/c", 20);
        file("b/d/e/f", 30);
        Files.createSymbolicLink(root.resolve("link"), root);
        try (TreeSizeSampler sampler = new TreeSizeSampler(root)) {
            assertThat(sampler.sample(EmptyRun.VIEW)).containsExactly(size(60, true));
            file("b/new", 5);
            assertThat(sampler.sample(EmptyRun.VIEW)).containsExactly(size(65, true));
        }
    }

    @Test
    void aLargeTreeIsCountedOverManySamplesWithinTheLimit() throws IOException {
        for (int i = 0; i < 50; i++) {
            file("dir" + i % 5 + "/file" + i, 1);
        }
        try (TreeSizeSampler sampler = new TreeSizeSampler(10, root)) {
            long before = 0;
            int samples = 1;
            for (SampleFact.TreeSize size = next(sampler); !size.complete(); size = next(sampler)) {
                assertThat(size.bytes()).isBetween(before, before + 10);
                before = size.bytes();
                samples++;
            }
            assertThat(samples).isBetween(6, 8);
            assertThat(next(sampler)).as("while it counts again").isEqualTo(size(50, true));
        }
    }

    @Test
    void whatGoesAwayWhileItIsCountedDoesNoHarm() throws IOException {
        for (int i = 0; i < 20; i++) {
            file("dir/file" + i, 1);
        }
        try (TreeSizeSampler sampler = new TreeSizeSampler(5, root)) {
            sampler.sample(EmptyRun.VIEW);
            try (var files = Files.list(root.resolve("dir"))) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(root.resolve("dir"));
            for (int i = 0; i < 20; i++) {
                sampler.sample(EmptyRun.VIEW);
            }
            assertThat(next(sampler)).isEqualTo(size(0, true));
        }
    }

    @Test
    void aTreeThatDoesNotExistYetIsEmpty() throws IOException {
        Path stage = root.resolve("stage");
        try (TreeSizeSampler sampler = new TreeSizeSampler(stage)) {
            assertThat(sampler.sample(EmptyRun.VIEW))
                    .containsExactly(new SampleFact.TreeSize(stage.toString(), 0, true));
            file("stage/x", 7);
            assertThat(sampler.sample(EmptyRun.VIEW))
                    .containsExactly(new SampleFact.TreeSize(stage.toString(), 7, true));
        }
    }

    @Test
    void severalTreesShareTheLimit() throws IOException {
        file("a/x", 1);
        file("b/x", 2);
        try (TreeSizeSampler sampler = new TreeSizeSampler(1, root.resolve("a"), root.resolve("b"))) {
            for (int i = 0; i < 4; i++) {
                sampler.sample(EmptyRun.VIEW);
            }
            assertThat(sampler.sample(EmptyRun.VIEW))
                    .extracting(f -> ((SampleFact.TreeSize) f).bytes())
                    .containsExactly(1L, 2L);
        }
    }

    @Test
    void aLimitMustAllowSomething() {
        assertThatThrownBy(() -> new TreeSizeSampler(0, root)).isInstanceOf(IllegalArgumentException.class);
    }

    private static SampleFact.TreeSize next(TreeSizeSampler sampler) {
        List<SampleFact> facts = sampler.sample(EmptyRun.VIEW);
        return (SampleFact.TreeSize) facts.get(0);
    }

    private SampleFact.TreeSize size(long bytes, boolean complete) {
        return new SampleFact.TreeSize(root.toString(), bytes, complete);
    }

    private void file(String path, int size) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.write(file, new byte[size]);
    }
}
