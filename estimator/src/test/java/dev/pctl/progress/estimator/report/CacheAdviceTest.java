package dev.pctl.progress.estimator.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pctl.progress.estimator.history.BuildRecord;
import dev.pctl.progress.event.InstallMethod;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CacheAdviceTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static BuildRecord.Builder built(String name, double seconds) {
        return BuildRecord.builder(name, START, seconds).version("1.0").compiler("gcc@12");
    }

    private static BuildRecord.Builder cached(String name) {
        return built(name, 3).method(InstallMethod.BINARY_CACHE);
    }

    private static String reason(BuildRecord cached, BuildRecord built) {
        return CacheAdvice.of(List.of(cached), List.of(built)).misses().get(0).reason();
    }

    @Test
    void namesWhatTheCacheHadInstead() {
        BuildRecord hdf5 = built("hdf5", 600).hash("new").build();
        assertThat(reason(cached("hdf5").version("0.9").build(), hdf5)).isEqualTo("the cache had version 0.9");
        assertThat(reason(cached("hdf5").compiler("gcc@11").build(), hdf5)).isEqualTo("the cache had compiler gcc@11");
        assertThat(reason(cached("hdf5").hash("old").build(), hdf5))
                .isEqualTo("the cache had another hash, so a dependency or an option differs");
        assertThat(reason(cached("hdf5").hash("new").build(), hdf5)).isEqualTo("the cache had the same build before");
        assertThat(reason(cached("zlib").build(), hdf5)).isEqualTo("never seen in the cache");
    }

    @Test
    void comparesWithTheMostSimilarBuild() {
        CacheAdvice advice = CacheAdvice.of(
                List.of(
                        cached("hdf5").compiler("gcc@11").build(),
                        cached("hdf5").version("0.9").compiler("clang").build()),
                List.of(built("hdf5", 600).build()));
        assertThat(advice.misses().get(0).reason()).isEqualTo("the cache had compiler gcc@11");
    }

    @Test
    void recommendsTheThreeLongestBuilds() {
        CacheAdvice advice = CacheAdvice.of(
                List.of(cached("zlib").build()),
                List.of(
                        built("a", 10).build(),
                        built("b", 400).build(),
                        built("c", 300).build(),
                        built("d", 200).build(),
                        cached("e").build()));
        assertThat(advice.pushFirst()).extracting(m -> m.built().name()).containsExactly("b", "c", "d");
        assertThat(advice.seconds()).isEqualTo(910);
    }

    @Test
    void saysNothingWithoutACache() {
        assertThat(CacheAdvice.of(List.of(), List.of(built("a", 10).build())).misses())
                .isEmpty();
    }
}
