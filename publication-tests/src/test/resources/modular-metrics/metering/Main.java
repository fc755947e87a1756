package metering;

import dev.pctl.progress.Progress;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.hook.DeliveryMode;
import dev.pctl.progress.micrometer.RunMeters;
import dev.pctl.progress.opentelemetry.RunTracer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;

/** A modular host that measures. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        try (Progress progress = Progress.builder("measured image")
                .listener("meters", DeliveryMode.NEWEST, RunMeters.of(registry))
                .listener("traces", DeliveryMode.NEWEST, RunTracer.of(OpenTelemetry.noop()))
                .driven()
                .start()) {
            progress.finish(Outcome.SUCCEEDED);
        }
        System.out.println("runs timed: " + registry.get("pctl.run").timer().count());
    }
}
