package dev.pctl.progress.estimator.internal.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import org.junit.jupiter.api.Test;

class SpeedRatioTest {

    private final SpeedRatio pace = new SpeedRatio();

    @Test
    void isAsExpectedWhileNothingIsSeen() {
        assertThat(pace.factor()).isEqualTo(1);
    }

    @Test
    void isBelievedTheMoreTheLongerItWasSeen() {
        pace.add("llvm", Math.log(1.5), 5);
        double soon = pace.factor();
        pace.add("llvm", Math.log(1.5), 500);

        assertThat(soon).isBetween(1.05, 1.2);
        assertThat(pace.factor()).isBetween(1.45, 1.5);
    }

    @Test
    void whatAPackageShowsIsNoNewsToItself() {
        pace.add("llvm", Math.log(1.5), 500);

        assertThat(pace.factorFor("llvm")).isEqualTo(1);
        assertThat(pace.factorFor("zlib")).isEqualTo(pace.factor());
    }

    @Test
    void oneThatIsStuckDoesNotMakeAllOthersEndless() {
        pace.add("llvm", Math.log(50), 10_000);

        assertThat(pace.factor()).isCloseTo(Math.exp(0.7), offset(0.01));
    }
}
