package dev.pctl.progress.ansi;

import dev.pctl.progress.ansi.internal.terminal.AnsiEncoder;
import dev.pctl.progress.ansi.internal.text.FailureBlock;
import dev.pctl.progress.ansi.style.Theme;
import dev.pctl.progress.event.Diagnosis;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Shows one diagnosed failure as the block that the renderers print when it happens, without a run around it.
 *
 * @since 0.1
 */
public final class FailureReport {

    private FailureReport() {}

    /**
     * Returns the lines of the block, each ended by a line feed. A terminal wraps them itself, so that paths can be copied.
     *
     * @param theme the colours and symbols
     * @param links whether paths become links to the files
     */
    public static String text(Diagnosis failure, Theme theme, boolean links) {
        Objects.requireNonNull(failure, "failure");
        Objects.requireNonNull(theme, "theme");
        AnsiEncoder encoder = new AnsiEncoder(theme, links ? AnsiEncoder::fileAddress : null);
        return new FailureBlock(theme)
                .alone(failure).stream()
                        .map(line -> encoder.row(line).text() + '\n')
                        .collect(Collectors.joining());
    }
}
