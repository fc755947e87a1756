package dev.pctl.progress.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.pctl.progress.Progress;
import dev.pctl.progress.event.Advice;
import dev.pctl.progress.event.AdviceFact;
import dev.pctl.progress.event.Decision;
import dev.pctl.progress.event.InstallMethod;
import dev.pctl.progress.event.LogFact;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PackageFact;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.event.PhaseFact;
import dev.pctl.progress.event.PlanFact;
import dev.pctl.progress.event.Question;
import dev.pctl.progress.view.PackageView;
import dev.pctl.progress.view.PhaseView;
import dev.pctl.progress.view.RunView;
import dev.pctl.progress.web.internal.http.JdkServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;

/** What the page says in a real browser while a run goes on. */
@ExtendWith(Browser.Shared.class)
class LivePageTest {

    private static final PackageRef ZLIB = PackageRef.of("zlib", "1.3");

    private Browser browser;

    @TempDir
    Path folder;

    @BeforeEach
    void use(Browser shared) {
        browser = shared;
    }

    private Progress run(WebPage page) {
        return Progress.builder("image").renderer(page).decider(page.decider()).start();
    }

    private static WebPage page() {
        return WebPage.serve(line -> {});
    }

    /** Compares what the page knows with the view, field by field. */
    private void assertPageSaysWhatTheViewSays(RunView view) {
        Map<?, ?> run = (Map<?, ?>) browser.js("return pctlProgress.store.view().run");
        assertThat(run.get("title")).isEqualTo(view.title());
        assertThat(((Number) run.get("fraction")).doubleValue()).isEqualTo(view.fraction());
        assertThat(run.get("outcome")).isEqualTo(name(view.outcome()));
        List<?> packages = (List<?>) browser.js("return pctlProgress.store.view().list");
        assertThat(packages).hasSameSizeAs(view.packages());
        for (int i = 0; i < packages.size(); i++) {
            assertSame((Map<?, ?>) packages.get(i), view.packages().get(i));
        }
        assertThat((List<?>) browser.js("return pctlProgress.store.view().failures.map(f => f.message)"))
                .isEqualTo(view.failures().stream().map(f -> f.message()).toList());
    }

    private static void assertSame(Map<?, ?> shown, PackageView pkg) {
        assertThat(shown.get("id")).isEqualTo(pkg.id());
        assertThat(shown.get("outcome")).isEqualTo(name(pkg.outcome()));
        assertThat(shown.get("method")).isEqualTo(name(pkg.method()));
        assertThat(millis(shown.get("started"))).isEqualTo(millis(pkg.started()));
        assertThat(millis(shown.get("finished"))).isEqualTo(millis(pkg.finished()));
        List<?> phases = shown.get("phases") == null ? List.of() : (List<?>) shown.get("phases");
        assertThat(phases.stream().map(p -> ((Map<?, ?>) p).get("name")).toList())
                .isEqualTo(pkg.phases().stream().map(PhaseView::name).toList());
    }

    private static Object name(Enum<?> constant) {
        return constant == null
                ? null
                : constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Object millis(Object time) {
        return time instanceof Instant instant ? Long.valueOf(instant.toEpochMilli()) : time;
    }

    @Test
    void showsWhatTheViewSaysWhileBuildIsPlayed() {
        WebPage page = page();
        try (Progress progress = run(page)) {
            browser.go(page.address());
            List<PackageRef> refs = IntStream.range(0, 30)
                    .mapToObj(i -> PackageRef.of("p" + i, "1." + i))
                    .toList();
            progress.record(new PlanFact.Planned(refs.stream()
                    .map(r -> new PlanFact.Node(r, false, InstallMethod.SOURCE, List.of()))
                    .toList()));
            for (PackageRef ref : refs) {
                progress.record(new PackageFact.Started(ref, 1, null, null));
                progress.record(new PhaseFact.Started(ref, 1, "build"));
                progress.record(new PhaseFact.Steps(ref, 1, "build", 3, 9L, true, "a.c"));
                if (refs.indexOf(ref) % 10 == 0) {
                    browser.await(
                            "p in work",
                            () -> browser.text(".now").contains(ref.spec())
                                    && browser.text(".now").contains("3 of 9"));
                    assertPageSaysWhatTheViewSays(progress.view());
                }
                progress.record(new PhaseFact.Finished(ref, 1, "build", Outcome.SUCCEEDED));
                progress.record(new PackageFact.Finished(ref, 1, Outcome.SUCCEEDED, null, Map.of(), null, null));
            }
            progress.finish(Outcome.SUCCEEDED);
            browser.await("end", () -> browser.text("header").contains("succeeded after"));
            assertPageSaysWhatTheViewSays(progress.view());
            browser.await("title", () -> browser.driver().getTitle().equals("✓ image"));
        }
        browser.await(
                "the end of the stream", () -> "ended".equals(browser.js("return pctlProgress.store.link.state")));
        assertThat(browser.complaints()).isEmpty();
    }

    /** The quickest of a few counts, because other work on the machine only makes it slower. */
    @Test
    void showsChangesWithinFourTenthsOfASecondOnIdlePage() {
        WebPage page = page();
        try (Progress progress = run(page)) {
            browser.go(page.address());
            browser.awaitText("image");
            browser.js("window.seen = {}; pctlProgress.store.subscribe(() =>"
                    + " pctlProgress.store.packages.forEach((p, k) => { window.seen[k] ??= Date.now(); }))");
            long quickest = Long.MAX_VALUE;
            for (int i = 0; i < 20 && quickest >= 400; i++) {
                PackageRef ref = PackageRef.of("q" + i, "1");
                String seen = "return window.seen['main|" + ref.id() + "']";
                long begin = System.currentTimeMillis();
                progress.record(new PackageFact.Started(ref, 1, null, null));
                browser.await(ref.spec(), () -> browser.js(seen) != null);
                quickest = Math.min(quickest, (Long) browser.js(seen) - begin);
            }
            assertThat(quickest).isLessThan(400);
        }
    }

    @Test
    void showsHostileTextAsText() {
        WebPage page = page();
        String hostile =
                "<img src=x onerror=\"window.hit=1\"><script>window.hit=1</script> javascript:window.hit=1 \u001b[31m\u202e";
        PackageRef ref = PackageRef.of("a\"b'<i>", "1\"><svg onload=window.hit=1>");
        try (Progress progress = run(page)) {
            progress.record(new PackageFact.Started(ref, 1, null, null));
            progress.record(new LogFact.Output(1, ref, hostile));
            progress.record(new LogFact.Output(2, ref, "data:text/html,<script>window.hit=1</script>"));
            browser.go(page.address());
            browser.awaitText(ref.spec());
            browser.click(By.cssSelector(".now .name"));
            browser.awaitText("<img src=x onerror=");
            assertThat(browser.text(".log"))
                    .contains("<script>window.hit=1</script> javascript:")
                    .doesNotContain("\u001b")
                    .doesNotContain("\u202e");
            assertThat(browser.js("return window.hit ?? null")).isNull();
            assertThat(browser.js("return document.querySelectorAll('img, svg[onload], main script, a[href]').length"))
                    .isEqualTo(0L);
            assertThat(browser.violations()).isEmpty();
            assertThat(browser.complaints()).isEmpty();
        }
    }

    @Test
    void answersQuestionByButton() {
        WebPage page = page();
        try (Progress progress = run(page)) {
            progress.record(new AdviceFact.Raised(
                    new Advice("disk", Advice.Severity.WARNING, "The disk is filling", null, List.of())
                            .asking(Question.continueAnyway(Duration.ofMinutes(5)))));
            browser.go(page.address());
            browser.await("buttons", () -> browser.text(".question").contains("Pause"));
            browser.click(By.xpath("//button[text()='Pause']"));
            browser.awaitText("Continue anyway? pause");
            assertThat(progress.view().advice().decision("disk")).isEqualTo(Decision.PAUSE);
        }
    }

    @Test
    void saysThatItIsStaleAndResumesWhereItWas() throws Exception {
        WebPage page = WebPage.builder().token("secret").build();
        JdkServer server = serve(page, 0);
        int port = server.port();
        try (Progress progress = run(page)) {
            progress.record(new PackageFact.Started(ZLIB, 1, null, null));
            browser.go("http://127.0.0.1:" + port + "/#token=secret");
            browser.awaitText("zlib@1.3");
            browser.js("window.snapshots = 0; const a = pctlProgress.store.apply;"
                    + "pctlProgress.store.apply = function (m) { if (m.full) snapshots++; return a.call(this, m); }");
            server.close();
            browser.awaitText("The connection to the build is lost");
            assertThat(browser.text(".banner")).contains("as of");
            progress.record(new PackageFact.Started(PackageRef.of("late", "2"), 1, null, null));
            server = serve(page, port);
            browser.awaitText("late@2");
            assertThat(browser.js("return window.snapshots")).isEqualTo(0L);
            assertThat(browser.js("return document.querySelector('.banner')")).isNull();
            browser.complaints();
        } finally {
            server.close();
        }
    }

    private static JdkServer serve(WebPage page, int port) throws IOException {
        HttpServer bound = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
        return new JdkServer(bound, page.handler(), 10);
    }

    @Test
    void readsSearchesAndFoldsLog() throws Exception {
        Path log = folder.resolve("build.txt");
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= 20_000; i++) {
            text.append(i % 5_000 == 1 ? "==> zlib: Executing phase: 'build'\n" : "cc -O2 -c file" + i + ".c\n");
        }
        Files.writeString(log, text.append("file.c:3: error: no such thing\n"));
        WebPage page = WebPage.builder().logsBelow(folder).announce(l -> {}).serve();
        try (Progress progress = run(page)) {
            progress.record(new PackageFact.Started(ZLIB, 1, null, null));
            progress.record(new PackageFact.LogLocated(ZLIB, 1, log.toString()));
            browser.go(page.address());
            browser.awaitText("zlib@1.3");
            browser.click(By.cssSelector(".now .name"));
            browser.await("its end", () -> browser.contains(".log", "error: no such thing"));
            assertThat(browser.contains(".log", "Load earlier lines")).isTrue();
            Files.writeString(log, "one more line\n", java.nio.file.StandardOpenOption.APPEND);
            browser.await("growing", () -> browser.contains(".log", "one more line"));
            browser.driver().findElement(By.cssSelector(".log-tools input")).sendKeys("file12345.c\n");
            browser.await("hit", () -> browser.text(".hits").equals("1 of 1"));
            browser.await(
                    "its line",
                    () -> browser.contains(".log", "before these)")
                            && browser.contains(".log", "cc -O2 -c file12345.c"));
            assertThat(browser.js("return document.querySelector('mark').textContent"))
                    .isEqualTo("file12345.c");
            browser.click(By.xpath("//button[text()='Fold']"));
            browser.await("folded", () -> browser.contains(".log", "lines)"));
            assertThat(browser.violationsOutside(".log")).isEmpty();
            browser.driver().findElement(By.cssSelector("body")).sendKeys(org.openqa.selenium.Keys.ESCAPE);
            browser.await("closed", () -> browser.js("return document.querySelector('.panel')") == null);
            assertThat(browser.complaints()).isEmpty();
        }
    }

    @Test
    void paintsTenThousandPackagesSoonAndScrollsThem() {
        WebPage page = page();
        try (Progress progress =
                Progress.builder("image").driven().renderer(page).start()) {
            List<PlanFact.Node> nodes = new ArrayList<>();
            for (int i = 0; i < 10_000; i++) {
                nodes.add(new PlanFact.Node(
                        PackageRef.of("package-" + i, "1." + i),
                        false,
                        InstallMethod.SOURCE,
                        i == 0 ? List.of() : List.of("package-" + i / 2 + "@1." + i / 2)));
            }
            progress.record(new PlanFact.Planned(nodes));
            for (int i = 0; i < 5_000; i++) {
                PackageRef ref = nodes.get(i).packageRef();
                progress.record(new PackageFact.Started(ref, 1, null, null));
                progress.record(new PhaseFact.Started(ref, 1, "build"));
                progress.record(new PackageFact.Finished(ref, 1, Outcome.SUCCEEDED, null, Map.of(), null, null));
            }
            progress.tick();
            browser.go(page.address());
            browser.await("rows", () -> (Long) browser.js("return document.querySelectorAll('.t-row').length") > 10);
            browser.await("paint", () -> (Long) browser.js("return performance.getEntriesByName('rows').length") == 1);
            Number painted = (Number) browser.js("return performance.getEntriesByName('rows')[0].startTime");
            Map<?, ?> scrolled = (Map<?, ?>) browser.driver().executeAsyncScript("""
                    const done = arguments[0], box = document.querySelector('.timeline .scroll'), tasks = [];
                    new PerformanceObserver(l => l.getEntries().forEach(e => tasks.push(e.duration))).observe({type: 'longtask'});
                    let n = 0;
                    const step = () => { box.scrollTop += 4000; if (++n < 60) requestAnimationFrame(step);
                      else setTimeout(() => done({tasks, rows: document.querySelectorAll('.t-row').length, top: box.scrollTop,
                        last: [...document.querySelectorAll('.t-row')].at(-1).getAttribute('aria-rowindex'), heap: performance.memory?.usedJSHeapSize}), 300); };
                    step();""");
            assertThat((Long) scrolled.get("rows")).isLessThan(120);
            assertThat(Integer.parseInt((String) scrolled.get("last"))).isGreaterThan(5_000);
            assertThat(painted.doubleValue()).isLessThan(6_000);
        }
    }
}
