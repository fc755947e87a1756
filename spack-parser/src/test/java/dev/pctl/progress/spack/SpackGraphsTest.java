package dev.pctl.progress.spack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pctl.progress.event.InstallMethod;
import dev.pctl.progress.event.PlanFact;
import dev.pctl.progress.view.PackageView;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpackGraphsTest {

    private static InputStream file(String name) {
        return SpackGraphsTest.class.getResourceAsStream("/plans/" + name);
    }

    @ParameterizedTest
    @CsvSource({
        "0.23-spack.lock, 14, 5",
        "1.3-spec-json.out, 9, 1",
        "0.21.3-find-json.out, 19, 0",
        "1.3-find-json.out, 21, 0"
    })
    void readsWhatSpackWritesAsJson(String name, int packages, int roots) throws IOException {
        PlanFact.Planned plan = SpackGraphs.read(file(name));

        assertThat(plan.nodes()).hasSize(packages);
        assertThat(plan.nodes()).filteredOn(PlanFact.Node::root).hasSize(roots);
        assertThat(plan.nodes()).anySatisfy(n -> assertThat(n.dependencies()).isNotEmpty());
        List<String> ids = plan.nodes().stream().map(n -> n.packageRef().id()).toList();
        assertThat(plan.nodes()).allSatisfy(n -> assertThat(ids).containsAll(n.dependencies()));
    }

    @Test
    void refusesWhatIsNoPlan() {
        for (String text : List.of("", "no json", "{}", "{\"concrete_specs\":", "[[[")) {
            assertThatThrownBy(() -> SpackGraphs.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))))
                    .as(text)
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void readsTreesFromTheLog() throws IOException {
        Reading reading = Reading.of(file("1.3-spec-I.out").readAllBytes());

        List<PackageView> packages = reading.view().packages();
        assertThat(packages).hasSize(9).allMatch(PackageView::planned);
        PackageView spdlog = packages.get(0);
        assertThat(spdlog.root()).isTrue();
        assertThat(spdlog.method()).isNull();
        assertThat(spdlog.dependencies())
                .contains("cmake/3ataeen", "fmt/xo3xxl4", "ninja/wlqkycp")
                .doesNotContain("gmake/56njy4p");
        PackageView fmt = reading.view().packageOf("fmt/xo3xxl4");
        assertThat(fmt.method()).isEqualTo(InstallMethod.ALREADY_INSTALLED);
        assertThat(fmt.dependencies()).containsExactly("gmake/56njy4p");
        assertThat(reading.view().packageOf("gcc/4fmrvx2").method()).isEqualTo(InstallMethod.EXTERNAL);
    }

    @Test
    void aPlanTellsWhereANameEnds() {
        String log = """
                ==> Concretized foo
                 -   abcdefg  foo-2bar@3.1%gcc@12

                ==> Installing foo-2bar-3.1-abcdefghijklmnopqrstuvwxyz234567 [1/1]
                """;

        PackageView pkg = Reading.of(log.getBytes(StandardCharsets.UTF_8))
                .view()
                .packages()
                .get(0);

        assertThat(pkg.ref().name()).isEqualTo("foo-2bar");
        assertThat(pkg.ref().version()).isEqualTo("3.1");
        assertThat(pkg.root()).isTrue();
    }
}
