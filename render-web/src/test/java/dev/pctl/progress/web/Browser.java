package dev.pctl.progress.web;

import com.deque.html.axecore.providers.EmbeddedResourceAxeProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/**
 * A real browser for tests: Debian's Chromium. All test classes share one, because it takes seconds to start. Each test
 * gets it as a parameter, with an empty page.
 */
final class Browser implements AutoCloseable {

    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

    /** How long a page may take to show something, on a machine that does other work. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ChromeDriver driver;
    private final Path profile;

    private Browser(ChromeDriver driver, Path profile) {
        this.driver = driver;
        this.profile = profile;
    }

    /** Hands the browser to the tests. */
    static final class Shared implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
            return parameter.getParameter().getType() == Browser.class;
        }

        @Override
        public Browser resolveParameter(ParameterContext parameter, ExtensionContext test) {
            Browser browser = test.getRoot()
                    .getStore(ExtensionContext.Namespace.GLOBAL)
                    .getOrComputeIfAbsent(Browser.class, c -> open(), Browser.class);
            browser.reset();
            return browser;
        }
    }

    private static Browser open() {
        Assumptions.assumeTrue(
                Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER),
                "no browser: install chromium and chromium-driver");
        try {
            Path profile = Files.createTempDirectory("pctl-browser");
            ChromeOptions options = new ChromeOptions();
            options.setBinary(CHROMIUM.toFile());
            options.addArguments(
                    "--headless",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                    "--disable-dev-shm-usage",
                    "--user-data-dir=" + profile,
                    "--window-size=1280,900");
            options.setCapability("goog:loggingPrefs", Map.of("browser", "ALL"));
            ChromeDriverService service = new ChromeDriverService.Builder()
                    .usingDriverExecutable(DRIVER.toFile())
                    .build();
            return new Browser(new ChromeDriver(service, options), profile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ChromeDriver driver() {
        return driver;
    }

    private void reset() {
        driver.get("about:blank");
        size(1280, 900);
        dark(false);
        complaints();
    }

    void go(String url) {
        driver.get(url);
    }

    /** Waits until the page has been drawn as it is now. */
    void settle() {
        driver.executeAsyncScript("""
                const done = arguments[0];
                requestAnimationFrame(() => requestAnimationFrame(() =>
                  Promise.allSettled(document.getAnimations()
                    .filter(a => a.effect?.getComputedTiming().endTime < 5000).map(a => a.finished)).then(() => done())));""");
    }

    /** Sets the size of the page itself, which may be smaller than the smallest window. */
    void size(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    void dark(boolean dark) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
    }

    Object js(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    String text(String selector) {
        return (String) js("return document.querySelector(arguments[0])?.innerText ?? ''", selector);
    }

    /** Whether an element has this text: for long texts, which would take time to hand over. */
    boolean contains(String selector, String text) {
        return Boolean.TRUE.equals(
                js("return document.querySelector(arguments[0])?.textContent.includes(arguments[1])", selector, text));
    }

    void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not seen: " + what + "\n" + text("body") + "\n" + complaints());
            }
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    void awaitText(String text) {
        await(text, () -> text("body").contains(text));
    }

    void click(By element) {
        driver.findElement(element).click();
    }

    /** What the browser complained of: errors of scripts, and refusals of the content security policy. */
    List<String> complaints() {
        return driver.manage().logs().get("browser").getAll().stream()
                .map(e -> e.getLevel() + " " + e.getMessage())
                .toList();
    }

    /** What axe-core finds. */
    List<String> violations() {
        return axe(
                "document",
                "type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']");
    }

    /** What axe-core finds outside an element whose many lines would take it long. */
    List<String> violationsOutside(String selector) {
        return axe("{exclude: ['" + selector + "']}", "type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag22aa']");
    }

    /** What axe-core finds about colours, where only these have changed. */
    List<String> violationsOfColour() {
        return axe("document", "type: 'rule', values: ['color-contrast', 'link-in-text-block']");
    }

    @SuppressWarnings("unchecked")
    private List<String> axe(String context, String rules) {
        if (Boolean.FALSE.equals(js("return 'axe' in window"))) {
            try {
                js(new EmbeddedResourceAxeProvider().getScript());
            } catch (Exception e) {
                throw new IllegalStateException("axe-core cannot be read", e);
            }
        }
        return (List<String>) driver.executeAsyncScript("const done = arguments[0]; axe.run(" + context
                + ", {runOnly: {" + rules + "}, resultTypes: ['violations']})"
                + ".then(r => done(r.violations.map(v => v.id + ': ' + v.help + ' '"
                + " + v.nodes.slice(0, 3).map(n => n.html + ' ' + n.failureSummary).join(' | '))),"
                + " e => done([String(e)]));");
    }

    /** Takes a picture of the page, into the folder that the property names; nothing without one. */
    void picture(String name) {
        String folder = System.getProperty("pictures");
        if (folder == null) {
            return;
        }
        try {
            Files.createDirectories(Path.of(folder));
            Files.write(Path.of(folder, name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        driver.quit();
        try (var files = Files.walk(profile)) {
            files.sorted(java.util.Comparator.reverseOrder())
                    .forEach(f -> f.toFile().delete());
        } catch (IOException e) {
            // The system's folder for temporary files is emptied in time.
        }
    }
}
