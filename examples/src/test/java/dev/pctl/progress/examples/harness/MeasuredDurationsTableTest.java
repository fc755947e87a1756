package dev.pctl.progress.examples.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeasuredDurationsTableTest {

    private static final Path ESTIMATOR = Path.of("../estimator/src");
    private static final Path SHIPPED =
            ESTIMATOR.resolve("main/resources/dev/pctl/progress/estimator/internal/model/measured-durations.txt");
    private static final Path BUILDS = ESTIMATOR.resolve("test/resources/spack-runs.csv");

    @TempDir
    Path folder;

    @Test
    void updatingASiteFromItsBuildsLeavesTheShippedTableAsItIs() throws IOException {
        Path table = Files.copy(SHIPPED, folder.resolve("table.txt"));
        MeasuredDurationsTable.main(new String[] {table.toString(), "spack-2=" + BUILDS});

        assertThat(table).hasSameTextualContentAs(SHIPPED);
    }

    @Test
    void removesASiteWithoutAFile() throws IOException {
        Path table = Files.copy(SHIPPED, folder.resolve("table.txt"));
        MeasuredDurationsTable.main(new String[] {table.toString(), "spack-2="});

        List<String> lines = Files.readAllLines(table);
        assertThat(new MeasuredDurationsTable(lines).of("spack-2")).isEmpty();
        assertThat(new MeasuredDurationsTable(lines).of("expanse")).isNotEmpty();
    }
}
