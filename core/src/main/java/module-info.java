/** What a long software build is doing: events, state, views, and the seams through which hosts take part. */
@org.jspecify.annotations.NullMarked
module dev.pctl.progress.core {
    requires transitive org.jspecify;
    requires org.slf4j;
    requires com.fasterxml.jackson.core;
    requires java.management;
    requires jdk.management;
    requires static com.github.oshi;
    requires static com.github.oshi.common;

    uses dev.pctl.progress.sample.SamplerFactory;

    exports dev.pctl.progress;
    exports dev.pctl.progress.bus;
    exports dev.pctl.progress.event;
    exports dev.pctl.progress.failure;
    exports dev.pctl.progress.forecast;
    exports dev.pctl.progress.hook;
    exports dev.pctl.progress.json;
    exports dev.pctl.progress.render;
    exports dev.pctl.progress.sample;
    exports dev.pctl.progress.source;
    exports dev.pctl.progress.state;
    exports dev.pctl.progress.watch;
}
