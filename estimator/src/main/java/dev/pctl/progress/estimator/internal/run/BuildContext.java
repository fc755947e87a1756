package dev.pctl.progress.estimator.internal.run;

import dev.pctl.progress.view.RunView;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The labels of a run that influence how long builds take. */
public record BuildContext(
        String title,
        @Nullable String machine,
        @Nullable String compiler,
        @Nullable Integer cores) {

    /** Returns the context of a run. */
    public static BuildContext of(RunView view) {
        Map<String, String> labels = view.labels();
        String template = labels.get("template");
        return new BuildContext(
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
            // The label is not a number; the sampled value follows.
        }
        return view.machine().cpu() == null ? null : view.machine().cpu().cores();
    }
}
