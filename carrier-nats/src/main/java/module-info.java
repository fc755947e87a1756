/** Takes the events of a run between machines over NATS JetStream. */
@org.jspecify.annotations.NullMarked
module dev.pctl.progress.nats {
    requires transitive dev.pctl.progress.core;
    requires transitive org.jspecify;
    requires io.nats.jnats;
    requires org.slf4j;

    exports dev.pctl.progress.nats;
}
