package dev.pctl.progress.ansi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pctl.progress.ansi.layout.FleetLayout;
import dev.pctl.progress.ansi.style.StyledLine;
import dev.pctl.progress.ansi.style.Theme;
import dev.pctl.progress.fleet.Fleet;
import dev.pctl.progress.fleet.FleetView;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FleetDisplayTest {

    private static List<StyledLine> draw(Fleet fleet, String selected, int width, int height, Theme theme) {
        return new FleetLayout(theme).draw(fleet.view(), selected, width, height);
    }

    private static String text(List<StyledLine> lines) {
        return String.join("\n", lines.stream().map(StyledLine::toString).toList());
    }

    @ParameterizedTest
    @CsvSource({"1,40,10", "5,40,10", "500,40,10", "5,80,24", "50,80,24", "50,200,50", "500,200,50", "0,80,24", "3,1,1"
    })
    void linesFitTheWindow(int runs, int width, int height) {
        for (Theme theme : List.of(Theme.ASCII, Theme.COLOR)) {
            List<StyledLine> lines = draw(SampleFleet.of(runs), null, width, height, theme);
            assertThat(lines).hasSizeLessThanOrEqualTo(height);
            assertThat(lines).allMatch(l -> l.in(theme).width() <= width);
        }
    }

    @Test
    void whatNeedsAttentionComesFirstWithWhatToDo() {
        String text = text(draw(SampleFleet.of(5), null, 120, 24, Theme.ASCII));
        assertThat(text.lines().map(String::strip).toList().subList(0, 4)).satisfies(lines -> {
            assertThat(lines.get(0)).isEqualTo("5 runs: 4 active, 1 failed   16 of 60 packages");
            assertThat(lines.get(1))
                    .startsWith("x openfoam image")
                    .endsWith("hdf5@1.3 (build): The header mpi.h is not found");
            assertThat(lines.get(2)).contains("fatal error: mpi.h: No such file or directory");
            assertThat(lines.get(3)).contains("spack install hdf5+mpi ^openmpi");
        });
        assertThat(text).contains("Continue anyway?", "memory is 93% full", "Use fewer jobs: -j 4");
    }

    @Test
    void runsOfOneTitleAreToldApartByTheirLabels() {
        assertThat(text(draw(SampleFleet.of(10), null, 200, 50, Theme.ASCII)))
                .contains("gromacs image (x86_64)", "gromacs image (arm64)");
    }

    @Test
    void theSelectedRunIsInSight() {
        Fleet fleet = SampleFleet.of(500);
        FleetView view = fleet.view();
        String last = view.runs().get(499).view().run();
        List<StyledLine> lines = draw(fleet, last, 80, 24, Theme.ASCII);
        assertThat(lines.get(19).toString()).startsWith("> ");
        assertThat(lines.get(20).toString()).contains("481 above");
        assertThat(text(draw(fleet, null, 80, 24, Theme.ASCII))).contains("481 more below", "mpi.h: No such file");
    }

    @Test
    void aMovingDisplayKeepsTheLinesOfEndedRuns() throws IOException {
        StringWriter out = new StringWriter();
        try (FleetDisplay display = FleetDisplay.of(SampleFleet.of(8), out, 100, 30, Theme.PLAIN)) {
            display.draw();
        }
        assertThat(out.toString())
                .contains(
                        "pytorch image",
                        "✗ openfoam image (arm64): hdf5@1.3 (build): The header mpi.h is not found (after 27m)")
                .contains("Error: ");
    }

    @Test
    void plainLinesReportEachChangeOnce() throws IOException {
        StringWriter out = new StringWriter();
        try (FleetDisplay display = FleetDisplay.plain(SampleFleet.of(5), out, Theme.ASCII)) {
            display.draw();
            String first = out.toString();
            assertThat(first).contains("12:00:00  * gromacs image started").contains("x openfoam image: hdf5@1.3");
            display.draw();
            assertThat(out).hasToString(first);
        }
        assertThat(out.toString()).endsWith("5 runs: 4 active, 1 failed" + System.lineSeparator());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u001b[2J\u001b]0;x\u0007",
                "\r\n\u0085\u2028",
                "\u202e\u2066",
                "::error::x",
                "##[error]x",
                "##vso[task.complete]x"
            })
    void foreignTextNeverControlsTheTerminal(String text) throws IOException {
        Fleet fleet = SampleFleet.with(text);
        StringWriter moving = new StringWriter();
        StringWriter plain = new StringWriter();
        try (FleetDisplay one = FleetDisplay.of(fleet, moving, 120, 40, Theme.PLAIN);
                FleetDisplay other = FleetDisplay.plain(fleet, plain, Theme.PLAIN)) {
            one.draw();
            other.draw();
        }
        String rest = moving.toString().replaceAll("\u001b\\[[?0-9;]*[A-Za-z]", "") + plain;
        assertThat(rest).doesNotContain("\u001b", "\u0007", "\u202e", "\u2066", "\u0085", "\u2028");
        assertThat(plain.toString().lines()).noneMatch(l -> l.startsWith("::"));
        assertThat(plain.toString()).doesNotContain("##[", "##vso[");
    }
}
