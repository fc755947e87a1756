package dev.pctl.progress.spack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pctl.progress.Progress;
import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.event.FailureCause;
import dev.pctl.progress.event.FailureFact;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.event.SampleFact;
import dev.pctl.progress.event.SampleFact.WaitReason;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpackRemediesTest {

    @Test
    void namesCommandWithFigureOfTheMachine() {
        try (Progress progress = Progress.builder("image")
                .remedies(SpackRemedies.forFailures())
                .driven()
                .start()) {
            progress.record(new SampleFact.Memory(15L << 30, 16L << 30));
            progress.record(new SampleFact.Cpu(1.0, 32.0, 32));
            progress.record(
                    new FailureFact.Diagnosed(diagnosis(FailureCause.MEMORY, "out-of-memory", List.of("of the rule"))));
            assertThat(progress.view().failures().get(0).remedies())
                    .first()
                    .isEqualTo("Use fewer parallel jobs: spack install -j 8 (for 32 cores and 16.0 GB of memory)");
        }
    }

    @Test
    void keepsRemedyOfSpecificRule() {
        try (Progress progress = Progress.builder("image")
                .remedies(SpackRemedies.forFailures())
                .driven()
                .start()) {
            progress.record(new SampleFact.Memory(15L << 30, 16L << 30));
            progress.record(new FailureFact.Diagnosed(
                    diagnosis(FailureCause.MEMORY, "heap-too-small", List.of("of the rule"))));
            assertThat(progress.view().failures().get(0).remedies()).containsExactly("of the rule");
        }
    }

    private static Diagnosis diagnosis(FailureCause cause, String kind, List<String> remedies) {
        return Diagnosis.builder(cause, "the line")
                .kind(kind)
                .remedies(remedies)
                .build();
    }

    @Test
    void hasRemediesForEveryReasonToWait() {
        assertThat(SpackRemedies.forWaiting().keySet()).containsExactlyInAnyOrder(WaitReason.values());
    }

    @Test
    void knowsSlowPackageWithAndWithoutDigits() {
        assertThat(SpackPackages.typicalDuration(PackageRef.of("qt6", null)))
                .isEqualTo(SpackPackages.typicalDuration(PackageRef.of("qt", null)))
                .isNotNull();
        assertThat(SpackPackages.typicalDuration(PackageRef.of("gcc", "13.2.0")).p10())
                .isEqualTo(Duration.ofMinutes(60));
        assertThat(SpackPackages.typicalDuration(PackageRef.of("zlib", "1.3"))).isNull();
    }

    @Test
    void knowsDiskSpaceOnlyWhereItWasMeasured() {
        assertThat(SpackPackages.requirements().diskBytes(PackageRef.of("gcc", null)))
                .isEqualTo(8L << 30);
        assertThat(SpackPackages.requirements().diskBytes(PackageRef.of("python", null)))
                .isNull();
    }
}
