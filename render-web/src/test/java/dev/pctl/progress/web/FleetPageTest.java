package dev.pctl.progress.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pctl.progress.event.Advice;
import dev.pctl.progress.event.AdviceFact;
import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.event.Event;
import dev.pctl.progress.event.Fact;
import dev.pctl.progress.event.FailureCause;
import dev.pctl.progress.event.FailureFact;
import dev.pctl.progress.event.Forecast;
import dev.pctl.progress.event.ForecastFact;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PackageFact;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.event.PhaseFact;
import dev.pctl.progress.event.RunFact;
import dev.pctl.progress.fleet.Fleet;
import dev.pctl.progress.fleet.FleetRun;
import dev.pctl.progress.fleet.FleetTotals;
import dev.pctl.progress.web.handler.WebRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;

/** The page of many runs in a real browser. */
@ExtendWith(Browser.Shared.class)
class FleetPageTest {

    private static final List<String> TITLES =
            List.of("gromacs image", "openfoam image", "wrf image", "foundation", "pytorch image");

    private final Fleet fleet = Fleet.create();
    private final Map<String, Long> sequences = new HashMap<>();
    private final Instant now = Instant.now();
    private Browser browser;

    @BeforeEach
    void use(Browser shared) {
        browser = shared;
    }

    private void report(String run, int secondsAgo, Fact fact) {
        fleet.accept(new Event(run, "main", sequences.merge(run, 1L, Long::sum), now.minusSeconds(secondsAgo), fact));
    }

    private void add(int index) {
        String run = "run " + index;
        report(
                run,
                1800,
                new RunFact.Started(
                        TITLES.get(index % TITLES.size()), Map.of("arch", index % 2 == 0 ? "x86_64" : "arm64")));
        PackageRef zlib = PackageRef.of("zlib", "1.3");
        report(run, 1700, new PackageFact.Started(zlib, 1, 1, 12));
        report(run, 1600, PackageFact.succeeded(zlib));
        PackageRef hdf5 = PackageRef.of("hdf5", "1.14");
        report(run, 900, new PackageFact.Started(hdf5, 1, 2, 12));
        report(run, 890, new PhaseFact.Started(hdf5, 1, "build"));
        Duration left = Duration.ofMinutes(8 + index % 7);
        report(
                run,
                20,
                new ForecastFact.RunRemaining(
                        new Forecast(left.dividedBy(2), left, left.multipliedBy(2), "3 previous builds", 3)));
        switch (index % 10) {
            case 1 -> {
                report(
                        run,
                        10,
                        new FailureFact.Diagnosed(Diagnosis.builder(FailureCause.COMPILE, "mpi.h: No such file")
                                .packageRef(hdf5)
                                .summary("The header mpi.h is not found")
                                .remedies(List.of("Add an MPI to the dependencies of hdf5"))
                                .build()));
                report(run, 5, new RunFact.Finished(Outcome.FAILED, "exit 1"));
            }
            case 2 ->
                report(
                        run,
                        10,
                        new AdviceFact.Raised(new Advice(
                                "disk",
                                Advice.Severity.CRITICAL,
                                "/ will be full in about 5 minutes",
                                null,
                                List.of())));
            case 5, 6 -> report(run, 10, new RunFact.Finished(Outcome.SUCCEEDED, null));
            default -> report(run, 3, new RunFact.Heartbeat());
        }
    }

    private FleetPage page() {
        return FleetPage.serve(fleet, WebPage.builder().announce(line -> {}));
    }

    @Test
    void rowsSayWhatTheFleetSays() {
        for (int i = 0; i < 12; i++) {
            add(i);
        }
        try (FleetPage page = page()) {
            browser.go(page.address());
            browser.awaitText("openfoam image");
            assertRows();
            FleetTotals totals = fleet.view().totals();
            assertThat(browser.text("#totals"))
                    .isEqualTo("12 runs: %d active, %d failed, %d succeeded · %d of %d packages"
                            .formatted(
                                    totals.active(),
                                    totals.failed(),
                                    totals.succeeded(),
                                    totals.packagesInstalled(),
                                    totals.packages()));
            assertThat(browser.text("body"))
                    .contains("hdf5@1.14: The header mpi.h is not found", "Add an MPI", "hdf5 build", "/ will be full");
            assertThat(browser.driver().getTitle()).isEqualTo("✗ 2 failed · Builds");

            report("run 0", 0, PackageFact.failed(PackageRef.of("hdf5", "1.14")));
            add(13);
            browser.await("the change", () -> browser.text("#totals").startsWith("13 runs"));
            assertRows();
            assertThat(browser.complaints()).isEmpty();
        }
    }

    private void assertRows() {
        List<?> rows = (List<?>) browser.js("return pctlFleet.store.list()");
        List<FleetRun> runs = fleet.view().runs();
        assertThat(rows).hasSameSizeAs(runs);
        for (int i = 0; i < runs.size(); i++) {
            Map<?, ?> row = (Map<?, ?>) rows.get(i);
            FleetRun run = runs.get(i);
            assertThat(row.get("run")).isEqualTo(run.view().run());
            assertThat(row.get("title")).isEqualTo(run.view().title());
            assertThat(row.get("attention")).isEqualTo(run.attention().name().toLowerCase(Locale.ROOT));
            assertThat(((Number) row.get("fraction")).doubleValue())
                    .isEqualTo(run.view().fraction());
            assertThat(row.get("packages")).isEqualTo((long) FleetTotals.packages(run.view()));
            assertThat(row.get("labels")).isEqualTo(run.view().labels());
        }
    }

    @Test
    void aRowLeadsToThePageOfItsRun() {
        add(1);
        add(3);
        try (FleetPage page = page()) {
            browser.go(page.address());
            browser.awaitText("foundation");
            browser.click(By.linkText("foundation"));
            browser.await("the page of the run", () -> browser.text("h1").equals("foundation"));
            browser.awaitText("hdf5");
            report("run 3", 0, new RunFact.Finished(Outcome.SUCCEEDED, null));
            browser.awaitText("succeeded");
            browser.driver().navigate().back();
            browser.awaitText("2 runs");
            assertThat(browser.complaints()).isEmpty();
        }
    }

    @Test
    void saysThatThereIsNothingYet() {
        try (FleetPage page = page()) {
            browser.go(page.address());
            browser.awaitText("No run has been reported yet");
            add(0);
            browser.awaitText("gromacs image");
            browser.js("document.querySelector('input').focus()");
            browser.driver().switchTo().activeElement().sendKeys("nothing");
            browser.awaitText("No run matches");
        }
    }

    @Test
    void isAccessibleAndFitsEveryWindow() {
        for (int count : List.of(1, 5, 50, 500)) {
            while (sequences.size() < count) {
                add(sequences.size());
            }
            try (FleetPage page = page()) {
                browser.go(page.address());
                browser.awaitText(count + (count == 1 ? " run" : " runs"));
                for (int width : List.of(360, 1280, 2560)) {
                    browser.size(width, 900);
                    browser.settle();
                    browser.picture("fleet-" + count + "-" + width);
                    assertThat(browser.js("const e = document.documentElement; return e.scrollWidth <= e.clientWidth"))
                            .isEqualTo(true);
                }
                if (count == 5) {
                    assertThat(browser.violations()).isEmpty();
                    browser.dark(true);
                    browser.settle();
                    browser.picture("fleet-dark");
                    assertThat(browser.violationsOfColour()).isEmpty();
                    browser.dark(false);
                }
            }
        }
    }

    @Test
    void isAsSafeAsThePageOfARun() throws IOException {
        add(0);
        String run = "/runs/" + Base64.getUrlEncoder().withoutPadding().encodeToString("run 0".getBytes());
        FleetPage page = FleetPage.of(fleet, WebPage.builder().token("secret"));
        assertThat(status(page, "/", "127.0.0.1:1", "")).isEqualTo(200);
        assertThat(status(page, "/", "evil.example", "")).isEqualTo(421);
        assertThat(status(page, "/api/events", "127.0.0.1:1", "")).isEqualTo(401);
        assertThat(status(page, "/api/events", "127.0.0.1:1", "wrong")).isEqualTo(401);
        assertThat(status(page, "/api/events", "127.0.0.1:1", "secret")).isEqualTo(200);
        assertThat(status(page, run + "/", "127.0.0.1:1", "")).isEqualTo(200);
        assertThat(status(page, run + "/", "evil.example", "")).isEqualTo(421);
        assertThat(status(page, run + "/api/events", "127.0.0.1:1", "")).isEqualTo(401);
        assertThat(status(page, run + "/api/events", "127.0.0.1:1", "secret")).isEqualTo(200);
        assertThat(status(page, "/runs/%%%/", "127.0.0.1:1", "secret")).isEqualTo(404);
        assertThat(status(page, "/runs/eA/", "127.0.0.1:1", "secret")).isEqualTo(404);
        assertThat(status(page, "/../pom.xml", "127.0.0.1:1", "secret")).isEqualTo(404);
    }

    private static int status(FleetPage page, String path, String host, String token) throws IOException {
        Map<String, List<String>> headers = new HashMap<>(Map.of("Host", List.of(host)));
        if (!token.isEmpty()) {
            headers.put("X-Progress-Token", List.of(token));
        }
        return page.handler()
                .handle(new WebRequest("GET", path, "", headers, new ByteArrayInputStream(new byte[0])))
                .status();
    }
}
