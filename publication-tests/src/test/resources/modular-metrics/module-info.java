module metering {
    requires dev.pctl.progress.core;
    requires dev.pctl.progress.micrometer;
    requires dev.pctl.progress.opentelemetry;
    requires micrometer.core;
    requires io.opentelemetry.api;
}
