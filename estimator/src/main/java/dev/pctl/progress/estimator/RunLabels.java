package dev.pctl.progress.estimator;

import dev.pctl.progress.state.RunView;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the host says of a run in its labels, as far as it matters for how long builds take. */
record RunLabels(
        String title,
        @Nullable String machine,
        @Nullable String compiler,
        @Nullable Integer cores) {

    static RunLabels of(RunView view) {
        Map<String, String> labels = view.labels();
        String template = labels.get("template");
        return new RunLabels(
                template == null ? view.title() : template,
                first(labels, "machine", "instance-type", "instance_type", "instance type", "instanceType"),
                labels.get("compiler"),
                cores(labels.get("cores"), view));
    }

    private static @Nullable String first(Map<String, String> labels, String... names) {
        for (String name : names) {
            String value = labels.get(name);
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    private static @Nullable Integer cores(@Nullable String label, RunView view) {
        try {
            if (label != null) {
                return Integer.valueOf(label.trim());
            }
        } catch (NumberFormatException e) {
            // Then the sampler knows better.
        }
        return view.cpu() == null ? null : view.cpu().cores();
    }
}
