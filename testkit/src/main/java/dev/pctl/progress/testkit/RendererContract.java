package dev.pctl.progress.testkit;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pctl.progress.spi.Renderer;
import dev.pctl.progress.view.RunView;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Verifies a renderer: a test class of the host's extends this and says how to make one.
 *
 * <pre>{@code
 * class StatusPageTest extends RendererContract {
 *     @Override
 *     protected Renderer renderer(OutputStream out) {
 *         return statusPage(out);
 *     }
 * }
 * }</pre>
 */
public abstract class RendererContract {

    private static final String HARMLESS = "some text";

    /** What a log would write to take over a terminal: a title, the clipboard, a cleared screen, a bell. */
    private static final String HOSTILE =
            "\u001b]0;owned\u0007\u001b]52;c;b3duZWQ=\u0007\u001b[2Jowned\u009b31m\u202eowned";

    /** For subclasses. */
    protected RendererContract() {}

    /**
     * A new renderer that shows its runs in UTF-8 on the given stream. A renderer that shows them elsewhere leaves the
     * stream alone, and what depends on it is not verified.
     */
    protected abstract Renderer renderer(OutputStream out) throws IOException;

    @Test
    void itShowsEveryStateOfARun() throws IOException {
        assertTrue(shown(SampleRun.views(HARMLESS)) >= 0);
    }

    @Test
    void itNeedNotSeeEveryView() throws IOException {
        List<RunView> views = SampleRun.views(HARMLESS);
        shown(List.of(views.get(0), views.get(views.size() / 2), views.get(views.size() - 1)));
        shown(List.of(views.get(views.size() - 1)));
    }

    @Test
    void itBearsViewsThatAreShownAgainAndClocksThatAreSetBack() throws IOException {
        try (Renderer renderer = renderer(OutputStream.nullOutputStream())) {
            RunView view = SampleRun.views(HARMLESS).get(18);
            renderer.render(view, SampleRun.START.plusSeconds(60));
            renderer.render(view, SampleRun.START.plusSeconds(60));
            renderer.render(view, SampleRun.START.minus(Duration.ofDays(1)));
            renderer.render(view, SampleRun.START.plus(Duration.ofDays(400)));
            renderer.finish(view, SampleRun.START);
        }
    }

    @Test
    void textOfALogNeverReachesTheTerminalAsControlSequences() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Renderer renderer = renderer(out)) {
            play(renderer, SampleRun.views(HOSTILE));
        }
        String text = out.toString(StandardCharsets.UTF_8);
        for (String harmful : List.of("\u001b]0;owned", "\u001b]52;", "\u001b[2Jowned", "\u009b", "\u202e", "\u0007")) {
            assertFalse(text.contains(harmful), "a log's text went out as a control sequence");
        }
    }

    @Test
    void aDisplayThatIsGoneGivesAnIOExceptionOrNothing() throws IOException {
        Renderer renderer = renderer(new Broken());
        for (RunView view : SampleRun.views(HARMLESS)) {
            quietly(() -> renderer.render(view, SampleRun.START));
        }
        quietly(renderer::close);
    }

    @Test
    void itCanBeClosedWithoutHavingShownAnything() throws IOException {
        renderer(OutputStream.nullOutputStream()).close();
    }

    private long shown(List<RunView> views) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Renderer renderer = renderer(out)) {
            play(renderer, views);
        }
        return out.size();
    }

    private static void play(Renderer renderer, List<RunView> views) throws IOException {
        Instant now = SampleRun.START;
        for (RunView view : views) {
            now = now.plusSeconds(1);
            renderer.render(view, now);
        }
        renderer.finish(views.get(views.size() - 1), now);
    }

    private static void quietly(Action action) {
        assertDoesNotThrow(() -> {
            try {
                action.run();
            } catch (IOException e) {
                // that is what a renderer says of a display that is gone
            }
        });
    }

    private interface Action {
        void run() throws IOException;
    }

    private static final class Broken extends OutputStream {

        @Override
        public void write(int b) throws IOException {
            throw new IOException("the display is gone");
        }
    }
}
