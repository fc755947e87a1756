package dev.pctl.progress.estimator.internal.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TypicalDiskNeedsTest {

    private static final TypicalDiskNeeds NEEDS = TypicalDiskNeeds.shipped();

    @Test
    void knowsThePackagesOfTheTable() {
        TypicalDiskNeeds.Need gcc = Objects.requireNonNull(NEEDS.of("gcc"));
        assertThat(gcc.peakBytes()).isEqualTo(8.0 * (1L << 30));
        assertThat(gcc.leftBytes()).isEqualTo(2.0 * (1L << 30));
    }

    @Test
    void estimatesOthersFromTheirTypicalBuildTime() {
        double zlib = Objects.requireNonNull(NEEDS.of("zlib")).peakBytes();
        double cmake = Objects.requireNonNull(NEEDS.of("cmake")).peakBytes();
        assertThat(zlib).isLessThan(100 << 20);
        assertThat(cmake).isGreaterThan(3 * zlib);
    }

    @Test
    void knowsNothingOfAPackageThatNobodyMeasured() {
        assertThat(NEEDS.of("our-own-thing")).isNull();
    }

    /** The rule states bytes for each second: the median of the table's own packages. */
    @Test
    void derivesTheRuleFromTheTable() {
        ReferenceDurations durations = ReferenceDurations.shipped();
        List<Double> ratios = Stream.of(
                        "gcc",
                        "llvm",
                        "rust",
                        "trilinos",
                        "paraview",
                        "openfoam",
                        "webkitgtk",
                        "julia",
                        "root",
                        "vtk",
                        "boost",
                        "ghc")
                .filter(name -> durations.expected(name) != null || durations.measured(name, null) != null)
                .map(name -> {
                    Double measured = durations.measured(name, null);
                    Double log = measured == null ? durations.expected(name) : measured;
                    return Objects.requireNonNull(NEEDS.of(name)).peakBytes()
                            / (1 << 20)
                            / Math.exp(Objects.requireNonNull(log));
                })
                .sorted()
                .toList();
        assertThat(ratios.get(ratios.size() / 2)).isBetween(2.0, 4.0);
    }
}
