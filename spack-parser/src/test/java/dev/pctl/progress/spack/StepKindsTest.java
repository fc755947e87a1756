package dev.pctl.progress.spack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pctl.progress.event.PhaseFact;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Steps of every kind of build are counted once, with the total that the tool states, and never run back. */
class StepKindsTest {

    private static final String HEAD = """
            ==> Installing foo-1.0-abcdefghijklmnopqrstuvwxyz234567 [1/1]
            ==> foo: Executing phase: 'build'
            """;

    private static List<PhaseFact.Steps> steps(String output) {
        return Reading.of((HEAD + output).getBytes(StandardCharsets.UTF_8)).facts().stream()
                .filter(PhaseFact.Steps.class::isInstance)
                .map(PhaseFact.Steps.class::cast)
                .toList();
    }

    private static String last(String output) {
        List<PhaseFact.Steps> steps = steps(output);
        PhaseFact.Steps last = steps.get(steps.size() - 1);
        return last.done() + "/" + last.total() + " " + last.item();
    }

    @Test
    void makesOwnFoldersTellFilesOfTheSameNameApart() {
        assertThat(last("""
                make[1]: Entering directory '/build/lib'
                gcc -O2 -c main.c -o main.o
                make[1]: Leaving directory '/build/lib'
                make[1]: Entering directory '/build/tools'
                gcc -O2 -c main.c -o main.o
                gcc -O2 -c main.c -o main.o
                make[1]: Leaving directory '/build/tools'
                """)).isEqualTo("2/null main.c");
    }

    @Test
    void theStagesOfGccAreCountedEach() {
        assertThat(last("""
                make[3]: Entering directory '/build/gcc'
                g++ -c -g -DIN_GCC -o tree.o ../../gcc/tree.cc
                Configuring stage 2 in ./gcc
                checking for gcc -c conftest.c... yes
                gcc -c conftest.c
                make[3]: Entering directory '/build/gcc'
                /build/./prev-gcc/xg++ -B/build/./prev-gcc/ -c -g -DIN_GCC -o tree.o ../../gcc/tree.cc
                Configuring stage 3 in ./gcc
                make[3]: Entering directory '/build/gcc'
                /build/./prev-gcc/xg++ -B/build/./prev-gcc/ -c -g -DIN_GCC -o tree.o ../../gcc/tree.cc
                """)).isEqualTo("3/null tree.cc");
    }

    @Test
    void compilersOfEveryLanguageCount() {
        assertThat(last("""
                gfortran -O3 -fPIC -c mod_a.F90 -o mod_a.o
                ifort -c -o b.o b.f
                nvcc -gencode arch=compute_80,code=sm_80 -dc kernel.cu -o kernel.o
                hipcc -c gpu.hip -o gpu.o
                mpicc -DFOO="a b" -I. -c "with space.c" -o c.o
                gcc -c first.c -O2 -Wall -I/usr/include
                """)).isEqualTo("6/null first.c");
        assertThat(last("  FC       solver.o\n  NVCC     kernel.o\n  PPFC     x.lo\n"))
                .isEqualTo("3/null x.lo");
        assertThat(last("CC\tlibavutil/log.o\nLD\tlibavutil/libavutil.so\n")).isEqualTo("2/null libavutil.so");
    }

    @Test
    void copyingIsNotCompiling() {
        assertThat(steps("""
                /usr/bin/install -c -m 644 example.c /opt/share/example.c
                ../install-sh -c -m 644 example.c /opt/share/example.c
                """)).isEmpty();
    }

    @Test
    void cargoStatesItsCountOnATerminalOnly() {
        assertThat(last("   Compiling libc v0.2.1\n   Compiling syn v2.0.1 (/tmp/syn)\n"))
                .isEqualTo("2/null syn");
        assertThat(last("    Building [====>      ] 34/120: serde(build), libc   \r"))
                .isEqualTo("34/120 null");
        assertThat(last("   Compiling ripgrep v14.1.0 (12/40)\n")).isEqualTo("12/40 ripgrep");
    }

    @Test
    void goPackagesCountWhereGoBuilds() {
        assertThat(last("""
                ==> [2026-11-23-20:59:57.182345] '/opt/go/bin/go' 'build' '-v' '-p' '2'
                internal/cpu
                runtime
                github.com/spf13/cobra
                github.com/spf13/cobra
                go: downloading golang.org/x/sys v0.1.0
                """)).isEqualTo("3/null github.com/spf13/cobra");
        assertThat(steps("runtime\ninternal/cpu\n")).isEmpty();
    }

    @Test
    void extensionsOfPythonAndStagesOfR() {
        assertThat(last("building 'numpy.random.mtrand' extension\n[ 3/12] Cythonizing pandas/_libs/algos.pyx\n"))
                .isEqualTo("4/13 algos.pyx");
        assertThat(last("** libs\ngcc -I/opt/R/include -c init.c -o init.o\n** byte-compile and prepare package\n"))
                .isEqualTo("3/null byte-compile and prepare package");
    }

    @Test
    void bazelCountsInThousandsAndBehindAClock() {
        assertThat(last("(14:30:01) [1,234 / 5,678] Compiling absl/strings/str.cc; 3s local\n"))
                .startsWith("1234/5678");
        assertThat(last("[12 / 5,678] 4 actions running\n")).isEqualTo("12/5678 null");
    }

    @Test
    void aToolWithinAToolAddsToIt() {
        List<PhaseFact.Steps> steps = steps("""
                [90/100] Building C object a.c.o
                [1/50] Building C object runtimes/b.c.o
                [50/50] Building C object runtimes/c.c.o
                [91/100] Building C object d.c.o
                [100/100] Linking C executable x
                """);

        assertThat(steps).extracting(PhaseFact.Steps::done).containsExactly(90L, 91L, 140L, 141L, 150L);
        assertThat(steps).extracting(PhaseFact.Steps::total).containsExactly(100L, null, 150L, 150L, 150L);
    }

    @ParameterizedTest
    @MethodSource("dev.pctl.progress.spack.RecordedLog#all")
    void neitherCountNorShareRunsBackInAnyRecording(RecordedLog recording) {
        String key = "";
        long done = 0;
        double share = 0;
        for (Object fact : Reading.of(recording.log()).facts()) {
            if (fact instanceof PhaseFact.Steps s) {
                String of = s.packageRef().id() + s.attempt() + s.phase();
                boolean same = of.equals(key);
                Long total = s.total();
                double now = total == null ? share : (double) s.done() / total;
                assertThat(s.done()).isGreaterThanOrEqualTo(same ? done : 0);
                assertThat(now).isBetween(same ? share : 0, 1.0);
                key = of;
                done = s.done();
                share = total == null && !same ? 0 : now;
            }
        }
    }
}
