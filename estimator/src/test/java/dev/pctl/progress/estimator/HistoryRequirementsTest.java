package dev.pctl.progress.estimator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pctl.progress.Progress;
import dev.pctl.progress.estimator.history.BuildRecord;
import dev.pctl.progress.estimator.history.JsonlBuildHistory;
import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.event.FailureCause;
import dev.pctl.progress.event.FailureFact;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.event.SampleFact;
import dev.pctl.progress.remedy.PackageRequirements;
import dev.pctl.progress.remedy.Remedies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryRequirementsTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final long GIGA = 1L << 30;

    @TempDir
    private Path folder;

    private static BuildRecord took(String version, int day, Outcome outcome, long bytes) {
        return BuildRecord.builder("gcc", START.plus(Duration.ofDays(day)), Duration.ofHours(1))
                .version(version)
                .outcome(outcome)
                .use(new BuildRecord.Use(bytes, null, null))
                .build();
    }

    private JsonlBuildHistory history() {
        JsonlBuildHistory history = JsonlBuildHistory.open(folder.resolve("history.jsonl"));
        history.append(List.of(
                took("12.3.0", 0, Outcome.SUCCEEDED, 6 * GIGA),
                took("13.2.0", 1, Outcome.SUCCEEDED, 9 * GIGA),
                took("12.3.0", 2, Outcome.FAILED, GIGA)));
        return history;
    }

    @Test
    void theNewestSuccessfulBuildCountsOfTheSameVersionIfThereIsOne() {
        PackageRequirements needs = HistoryRequirements.of(history());

        assertThat(needs.diskBytes(PackageRef.of("gcc", "12.3.0"))).isEqualTo(6 * GIGA);
        assertThat(needs.diskBytes(PackageRef.of("gcc", "14.1.0"))).isEqualTo(9 * GIGA);
        assertThat(needs.diskBytes(PackageRef.of("zlib", "1.3"))).isNull();
    }

    @Test
    void ofAHistoryThatCannotBeReadNothingIsKnown() throws IOException {
        Path other = Files.writeString(folder.resolve("other.jsonl"), "{\"schema\":\"other\"}\n");

        assertThat(HistoryRequirements.of(JsonlBuildHistory.open(other)).diskBytes(PackageRef.of("gcc", "12.3.0")))
                .isNull();
    }

    @Test
    void aFullDiskIsToldWithWhatThePackageTookBefore() {
        PackageRef gcc = PackageRef.of("gcc", "13.2.0");
        try (Progress progress = Progress.builder("image")
                .remedies(Remedies.standard().knowing(HistoryRequirements.of(history())))
                .start()) {
            progress.record(new SampleFact.Disk("/", 38 * GIGA, 40 * GIGA, 2 * GIGA));
            progress.record(new FailureFact.Diagnosed(Diagnosis.builder(FailureCause.DISK_FULL, "no space left")
                    .packageRef(gcc)
                    .phase("build")
                    .kind("no-space")
                    .build()));
            progress.tick();

            Diagnosis diagnosis = progress.view().failures().get(0);
            assertThat(diagnosis.summary()).contains("gcc needed 9.0 GB before");
            assertThat(diagnosis.remedies()).anyMatch(r -> r.contains("more than 9.0 GB free"));
        }
    }
}
