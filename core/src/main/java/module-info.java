/** What a long software build is doing: events, state, views, and the interfaces through which hosts take part. */
@org.jspecify.annotations.NullMarked
module dev.pctl.progress.core {
    requires transitive org.jspecify;
    requires org.slf4j;
    requires com.fasterxml.jackson.core;

    exports dev.pctl.progress;
    exports dev.pctl.progress.carrier;
    exports dev.pctl.progress.event;
    exports dev.pctl.progress.fleet;
    exports dev.pctl.progress.hook;
    exports dev.pctl.progress.log;
    exports dev.pctl.progress.remedy;
    exports dev.pctl.progress.spi;
    exports dev.pctl.progress.stream;
    exports dev.pctl.progress.view;
    exports dev.pctl.progress.internal.state to
            dev.pctl.progress.micrometer,
            dev.pctl.progress.opentelemetry,
            dev.pctl.progress.testkit;
    exports dev.pctl.progress.internal.check to
            dev.pctl.progress.history.jdbc,
            dev.pctl.progress.machine,
            dev.pctl.progress.nats,
            dev.pctl.progress.remote;
    exports dev.pctl.progress.internal.util to
            dev.pctl.progress.ansi,
            dev.pctl.progress.buildlog,
            dev.pctl.progress.estimator,
            dev.pctl.progress.machine,
            dev.pctl.progress.micrometer,
            dev.pctl.progress.opentelemetry,
            dev.pctl.progress.remote,
            dev.pctl.progress.spack,
            dev.pctl.progress.testkit;
}
