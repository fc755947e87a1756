package dev.pctl.progress.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pctl.progress.estimator.history.BuildHistory;
import dev.pctl.progress.estimator.history.BuildRecord;
import dev.pctl.progress.testkit.HistoryContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Verifies the store of docs/extending-store.md with the contract. */
class SharedHistoryTest extends HistoryContract {

    private final BuildHistory own = BuildHistory.inMemory();

    @Override
    protected BuildHistory open() {
        return new SharedHistory(own, BuildHistory.inMemory());
    }

    @Test
    void equalsStoreOfDocs() throws IOException {
        String here = compact(Path.of("src/test/java/dev/pctl/progress/examples/SharedHistoryTest.java"));
        String record = here.substring(here.lastIndexOf("publicrecordSharedHistory"), here.length() - 1);
        assertThat(compact(Path.of("../docs/extending-store.md"))).contains(record);
    }

    private static String compact(Path file) throws IOException {
        return Files.readString(file).replaceAll("\\s+", "");
    }

    public record SharedHistory(BuildHistory own, BuildHistory team) implements BuildHistory {
        @Override
        public void append(List<BuildRecord> records) {
            own.append(records);
        }

        @Override
        public List<BuildRecord> all() {
            return Stream.concat(team.all().stream(), own.all().stream()).toList();
        }

        @Override
        public void clear() {
            own.clear();
        }
    }
}
