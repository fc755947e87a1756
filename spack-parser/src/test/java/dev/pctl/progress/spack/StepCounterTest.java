package dev.pctl.progress.spack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pctl.progress.event.Fact;
import dev.pctl.progress.event.PhaseFact;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class StepCounterTest {

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
    void takesTheCountThatAToolStates() {
        assertThat(last("[ 45%] Building CXX object src/CMakeFiles/x.dir/foo.cpp.o\n"))
                .isEqualTo("45/100 foo.cpp");
        assertThat(last("[12/345] Building C object lib/bar.c.o\n")).isEqualTo("12/345 bar.c");
        assertThat(last("[3/40] /usr/bin/gcc -I. -c ../src/baz.c -o baz.o\n")).isEqualTo("3/40 baz.c");
        assertThat(last("[1,234 / 5,678] Compiling absl/strings/str.cc\n")).isEqualTo("1234/5678 str.cc");
    }

    @Test
    void countsFilesWhereNoToolDoes() {
        assertThat(last("  CC       foo.lo\n  CXX      bar.o\n")).isEqualTo("2/null bar.o");
        assertThat(last("gcc -O2 -c a.c -o a.o\ng++ -c b.cpp -o b.o\ngfortran -c c.F90 -o c.o\nnvcc -c d.cu -o d.o\n"))
                .isEqualTo("4/null d.cu");
        assertThat(last("   Compiling serde v1.0.1\n   Compiling syn v2.0\n")).isEqualTo("2/null syn");
        assertThat(last("building 'numpy.core._umath' extension\n")).isEqualTo("1/null numpy.core._umath");
    }

    @Test
    void countsWhatLibtoolSaysThriceOnce() {
        assertThat(last("""
                /bin/sh ../libtool --tag=CC --mode=compile gcc -O2 -c -o util.lo util.c
                libtool: compile:  gcc -O2 -c util.c  -fPIC -DPIC -o .libs/util.o
                libtool: compile:  gcc -O2 -c util.c -o util.o >/dev/null 2>&1
                """)).isEqualTo("1/null util.c");
    }

    @Test
    void neverRunsBackWithinAPhase() {
        List<PhaseFact.Steps> steps = steps("""
                [1/10] Building a.c
                [10/10] Building b.c
                [1/20] Building c.c
                [20/20] Building d.c
                [ 50%] Building C object e.c.o
                """);

        assertThat(steps).extracting(PhaseFact.Steps::done).isSorted();
        assertThat(steps.get(2).done()).isEqualTo(11);
        assertThat(steps.get(2).total()).as("less than before").isNull();
        assertThat(steps.get(3).done()).isEqualTo(30);
        assertThat(steps.get(3).total()).isEqualTo(30);
    }

    @Test
    void linesThatOnlyLookLikeStepsAreNone() {
        assertThat(steps("checking for gcc -c file.c... yes?\n[foo/bar] x\n[5/3] y\n  CC\n"))
                .allSatisfy(s -> assertThat(((Fact) s).toString()).contains("file.c"));
    }
}
