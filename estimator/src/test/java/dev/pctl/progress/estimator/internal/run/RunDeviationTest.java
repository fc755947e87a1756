package dev.pctl.progress.estimator.internal.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import org.junit.jupiter.api.Test;

class RunDeviationTest {

    private final RunDeviation deviation = new RunDeviation();

    @Test
    void expectsNoDeviationBeforeAnythingWasSeen() {
        assertThat(deviation.factor()).isEqualTo(1);
        assertThat(deviation.width()).isEqualTo(1);
    }

    @Test
    void trustsAPackageMoreTheLongerItRuns() {
        deviation.addPackage("llvm", Math.log(1.5), 5);
        double soon = deviation.factor();
        deviation.addPackage("llvm", Math.log(1.5), 500);

        assertThat(soon).isBetween(1.05, 1.2);
        assertThat(deviation.factor()).isBetween(1.45, 1.5);
    }

    @Test
    void factorForAPackageLeavesOutThePackageItself() {
        deviation.addPackage("llvm", Math.log(1.5), 500);

        assertThat(deviation.factorFor("llvm")).isEqualTo(1);
        assertThat(deviation.factorFor("zlib")).isEqualTo(deviation.factor());
    }

    @Test
    void aStuckPackageAtMostDoublesTheOthers() {
        deviation.addPackage("llvm", Math.log(50), 10_000);

        assertThat(deviation.factor()).isCloseTo(Math.exp(0.7), offset(0.01));
    }

    @Test
    void intervalNarrowsWhenStretchesRepeatExactly() {
        for (int i = 0; i < 12; i++) {
            deviation.addStretch(0.01);
        }
        assertThat(deviation.width()).isBetween(0.4, 0.6);
        assertThat(deviation.trustsMilestonesWithinPhases()).isTrue();
    }

    @Test
    void intervalWidensWhenStretchesVaryByAFactorOfTwo() {
        deviation.addStretch(Math.log(2));
        deviation.addStretch(Math.log(0.5));
        assertThat(deviation.width()).isBetween(1.2, 3.0);
        assertThat(deviation.trustsMilestonesWithinPhases()).isFalse();
    }

    @Test
    void intervalNarrowsWhenAllStretchesAreEquallySlower() {
        for (int i = 0; i < 6; i++) {
            deviation.addStretch(Math.log(1.5));
        }
        assertThat(deviation.width()).isLessThan(0.8);
    }
}
