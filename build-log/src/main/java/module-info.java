/** Understands build logs: lines of hosts, steps of build tools, reasons of failures. */
@org.jspecify.annotations.NullMarked
module dev.pctl.progress.buildlog {
    requires transitive dev.pctl.progress.core;
    requires org.jspecify;
    requires re2j;

    exports dev.pctl.progress.buildlog;
    exports dev.pctl.progress.buildlog.internal.failure to
            dev.pctl.progress.spack;
    exports dev.pctl.progress.buildlog.internal.line to
            dev.pctl.progress.spack;
    exports dev.pctl.progress.buildlog.internal.match to
            dev.pctl.progress.spack;
    exports dev.pctl.progress.buildlog.internal.prefix to
            dev.pctl.progress.spack;
    exports dev.pctl.progress.buildlog.internal.pipeline to
            dev.pctl.progress.spack;
    exports dev.pctl.progress.buildlog.internal.track to
            dev.pctl.progress.spack;
}
