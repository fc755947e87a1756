package dev.pctl.progress.internal.snapshot;

import dev.pctl.progress.event.LogFact;
import dev.pctl.progress.view.LogView;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A {@link LogView}.
 *
 * @param outputs the newest lines of each worker that has any; the one that reported last comes last
 */
public record LogSnapshot(@Nullable String dialect, Map<String, List<String>> outputs, long gaps) implements LogView {

    @Override
    public List<String> output() {
        if (outputs.size() == 1) {
            return outputs.values().iterator().next();
        }
        List<String> all = outputs.values().stream().flatMap(List::stream).toList();
        return all.subList(Math.max(0, all.size() - LogFact.Output.NEWEST), all.size());
    }

    @Override
    public List<String> output(String worker) {
        return outputs.getOrDefault(worker, List.of());
    }
}
