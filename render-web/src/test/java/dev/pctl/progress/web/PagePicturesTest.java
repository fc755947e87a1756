package dev.pctl.progress.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pctl.progress.Progress;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;

/** Every view of the page in several widths, light and dark: nothing that axe-core finds, nothing that is cut off. */
@ExtendWith(Browser.Shared.class)
class PagePicturesTest {

    @Test
    void showsRunningBuildAccessibly(Browser browser) {
        show(browser, "running", SampleBuild::running);
    }

    @Test
    void showsFailedBuildAccessibly(Browser browser) {
        show(browser, "failed", SampleBuild::failed);
    }

    @Test
    void showsEmptyBuildAccessibly(Browser browser) {
        show(browser, "empty", progress -> {});
    }

    private static void show(Browser browser, String name, Consumer<Progress> record) {
        SteppingClock clock = new SteppingClock(SampleBuild.BEGIN);
        WebPage page = WebPage.builder().clock(clock).announce(line -> {}).serve();
        try (Progress progress = Progress.builder("foundation image")
                .label("instance", "c7i.4xlarge")
                .clock(clock)
                .driven()
                .renderer(page)
                .decider(page.decider())
                .start()) {
            record.accept(progress);
            clock.set(SampleBuild.NOW);
            progress.tick();
            progress.tick();
            browser.go(page.address());
            browser.awaitText("foundation image");
            for (int width : new int[] {360, 1280, 2560}) {
                browser.size(width, width == 360 ? 740 : width == 1280 ? 900 : 1300);
                look(browser, name, width);
            }
            assertThat(browser.complaints()).isEmpty();
        }
    }

    private static void look(Browser browser, String name, int width) {
        for (String view : new String[] {"timeline", "graph", "table"}) {
            browser.click(By.id("tab-" + view));
            for (boolean dark : new boolean[] {false, true}) {
                browser.dark(dark);
                browser.js("scrollTo(0, 0)");
                browser.settle();
                String what = name + '-' + view + '-' + width + (dark ? "-dark" : "");
                browser.picture(what);
                if (width == 1280 || (width == 360 && view.equals("timeline"))) {
                    assertThat(dark ? browser.violationsOfColour() : browser.violations())
                            .as(what)
                            .isEmpty();
                }
                assertThat((Long) browser.js("return document.documentElement.scrollWidth - innerWidth"))
                        .as("%s is wider than its window", what)
                        .isLessThanOrEqualTo(0L);
            }
        }
        browser.click(By.id("tab-timeline"));
    }
}
