package dev.pctl.progress.estimator.internal.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RepeatVarianceTest {

    private final RepeatVariance seen = new RepeatVariance();

    @Test
    void aRunThatFollowsTheLastOneToTheSecondIsForetoldMoreExactly() {
        for (int i = 0; i < 12; i++) {
            seen.add(0.01);
        }
        assertThat(seen.width()).isBetween(0.4, 0.6);
        assertThat(seen.isWithinRule()).isTrue();
    }

    @Test
    void oneThatTakesHalfAsLongHereAndTwiceAsLongThereLessExactly() {
        seen.add(Math.log(2));
        seen.add(Math.log(0.5));
        assertThat(seen.width()).isBetween(1.2, 3.0);
        assertThat(seen.isWithinRule()).isFalse();
    }

    @Test
    void oneThatIsSlowerAsAWholeFollowsTheLastOneAllTheSame() {
        for (int i = 0; i < 6; i++) {
            seen.add(Math.log(1.5));
        }
        assertThat(seen.width()).isLessThan(0.8);
    }

    @Test
    void asUsualWhileNothingIsSeen() {
        assertThat(seen.width()).isEqualTo(1);
    }
}
