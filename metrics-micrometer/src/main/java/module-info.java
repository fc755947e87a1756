/** Shows runs as Micrometer meters. */
@org.jspecify.annotations.NullMarked
module dev.pctl.progress.micrometer {
    requires transitive dev.pctl.progress.core;
    requires micrometer.core;
    requires org.jspecify;

    exports dev.pctl.progress.micrometer;
}
