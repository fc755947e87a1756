package dev.pctl.progress.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pctl.progress.Progress;
import dev.pctl.progress.ProgressBuilder;
import dev.pctl.progress.ansi.Renderers;
import dev.pctl.progress.ansi.style.Detail;
import dev.pctl.progress.ansi.style.Theme;
import dev.pctl.progress.event.InstallMethod;
import dev.pctl.progress.event.LogFact;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PackageFact;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.event.PhaseFact;
import dev.pctl.progress.event.PlanFact;
import dev.pctl.progress.hook.DeliveryMode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;

@ExtendWith(Browser.Shared.class)
class HtmlReportTest {

    @TempDir
    Path folder;

    private Path report(String name) throws IOException {
        Path file = folder.resolve(name);
        SteppingClock clock = new SteppingClock(SampleBuild.BEGIN);
        HtmlReport report = HtmlReport.to(file);
        try (Progress progress = Progress.builder("foundation </script><b>image")
                .clock(clock)
                .driven()
                .renderer(report)
                .listener("report", DeliveryMode.EVERYTHING, report)
                .start()) {
            SampleBuild.failed(progress);
        }
        return file;
    }

    @Test
    void opensFromDiskWithoutNetworkAndShowsTheRun(Browser browser) throws IOException {
        Path file = report("run.html");
        browser.go(file.toUri().toString());
        browser.awaitText("llvm@19.1.3 failed in the build phase (compile)");
        assertThat(browser.text("h1")).isEqualTo("foundation </script><b>image");
        assertThat(browser.text("body"))
                .contains("The compiler was killed", "Build with fewer jobs", "19 of 27 done", "Report of");
        browser.click(By.xpath("//button[text()='Open log']"));
        browser.awaitText("The lines that the report keeps.");
        assertThat(browser.text(".log")).contains("[2130/5120] Building CXX object");
        assertThat(browser.violations()).isEmpty();
        assertThat(browser.complaints()).isEmpty();
        browser.picture("report");
    }

    @Test
    void failureCardSaysWhatTheTerminalSays(Browser browser) throws IOException {
        Path file = report("run.html");
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (Progress progress = Progress.builder("foundation image")
                .clock(new SteppingClock(SampleBuild.BEGIN))
                .driven()
                .renderer(Renderers.plain(Detail.of(1), new PrintStream(printed, true, UTF_8), Theme.PLAIN))
                .start()) {
            SampleBuild.failed(progress);
        }
        String block = printed.toString(UTF_8);
        block = block.substring(block.indexOf("Error: llvm"));
        List<String> lines = block.substring(0, block.indexOf('\n', block.indexOf("  Retry: ")))
                .lines()
                .map(l -> l.replaceFirst("^\\d\\d:\\d\\d:\\d\\d", ""))
                .map(l -> words(l.replaceFirst("^.*Error: |^ *Fix: ", "").replaceFirst("^ *\\d+\\. ", "")))
                .filter(l -> !l.isEmpty())
                .toList();
        assertThat(lines).hasSizeGreaterThan(8);
        browser.go(file.toUri().toString());
        browser.awaitText("llvm@19.1.3 failed");
        String card = words((String) browser.js("return document.querySelector('.failure').textContent"));
        assertThat(lines).allSatisfy(line -> assertThat(card).contains(line));
    }

    /** The words of a text, without marks and blanks. */
    private static String words(String text) {
        return text.replaceAll("[>|\\s]", "");
    }

    @Test
    void comparesTwoRuns(Browser browser) throws IOException {
        Path file = folder.resolve("compared.html");
        try (Progress before = run(null, 100, 1);
                Progress progress = run(HtmlReport.to(file).comparedWith(before.view(), SampleBuild.NOW), 200, 2)) {
            progress.finish(Outcome.SUCCEEDED);
        }
        browser.go(file.toUri().toString());
        browser.awaitText("Compared with");
        assertThat(browser.text(".comparison")).contains("slower").contains("new");
        assertThat(browser.complaints()).isEmpty();
    }

    private static Progress run(HtmlReport report, int seconds, int packages) {
        SteppingClock clock = new SteppingClock(SampleBuild.BEGIN);
        ProgressBuilder builder = Progress.builder("image").clock(clock).driven();
        if (report != null) {
            builder.renderer(report);
        }
        Progress progress = builder.start();
        for (int i = 0; i < packages; i++) {
            PackageRef ref = PackageRef.of("p" + i, "1");
            progress.record(new PackageFact.Started(ref, 1, null, null));
            clock.set(clock.instant().plusSeconds(seconds));
            progress.record(new PackageFact.Finished(ref, 1, Outcome.SUCCEEDED, null, Map.of(), null, null));
        }
        return progress;
    }

    @Test
    void staysBelowOneMegabyteForHundredPackagesWithLogs() throws IOException {
        Path file = folder.resolve("large.html");
        HtmlReport report = HtmlReport.to(file);
        Random random = new Random(1);
        List<PlanFact.Node> nodes = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            List<String> needs = i == 0 ? List.of() : List.of("package-" + random.nextInt(i) + "@1");
            nodes.add(new PlanFact.Node(PackageRef.of("package-" + i, "1"), false, InstallMethod.SOURCE, needs));
        }
        try (Progress progress = Progress.builder("image")
                .driven()
                .renderer(report)
                .listener("report", DeliveryMode.EVERYTHING, report)
                .start()) {
            progress.record(new PlanFact.Planned(nodes));
            for (PlanFact.Node node : nodes) {
                progress.record(new PackageFact.Started(node.packageRef(), 1, null, null));
                progress.record(new PhaseFact.Started(node.packageRef(), 1, "build"));
                for (int i = 0; i < 2_000; i++) {
                    progress.record(new LogFact.Output(
                            i,
                            node.packageRef(),
                            "[" + i + "/2000] c++ -O2 -Wall -I/opt/" + Long.toHexString(random.nextLong())
                                    + "/include -c src/file" + random.nextInt(5_000) + ".cpp"));
                }
                progress.record(
                        new PackageFact.Finished(node.packageRef(), 1, Outcome.SUCCEEDED, null, Map.of(), null, null));
            }
            progress.finish(Outcome.SUCCEEDED);
        }
        assertThat(Files.size(file)).isLessThan(1_000_000);
    }
}
