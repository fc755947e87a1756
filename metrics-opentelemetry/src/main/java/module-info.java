/** Shows runs as OpenTelemetry spans. */
@org.jspecify.annotations.NullMarked
module dev.pctl.progress.opentelemetry {
    requires transitive dev.pctl.progress.core;
    requires io.opentelemetry.api;
    requires io.opentelemetry.context;
    requires org.jspecify;

    exports dev.pctl.progress.opentelemetry;
}
