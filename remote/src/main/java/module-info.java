/** Takes the events of a run from the machines that work on it to those that watch it. */
@org.jspecify.annotations.NullMarked
module dev.pctl.progress.remote {
    requires transitive dev.pctl.progress.core;
    requires transitive jdk.httpserver;
    requires transitive org.jspecify;
    requires org.slf4j;

    exports dev.pctl.progress.remote;
}
