/** Reads machines and warns early: disk, memory, processors, network, processes. */
@org.jspecify.annotations.NullMarked
module dev.pctl.progress.machine {
    requires transitive dev.pctl.progress.core;
    requires org.jspecify;
    requires org.slf4j;
    requires java.management;
    requires jdk.management;
    requires static com.github.oshi;
    requires static com.github.oshi.common;

    uses dev.pctl.progress.spi.SamplerFactory;

    exports dev.pctl.progress.machine;
    exports dev.pctl.progress.machine.watchdog;
}
