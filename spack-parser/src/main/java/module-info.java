/** Understands what Spack and the builds below it print. */
@org.jspecify.annotations.NullMarked
module dev.pctl.progress.spack {
    requires transitive dev.pctl.progress.core;
    requires transitive dev.pctl.progress.buildlog;
    requires org.jspecify;
    requires org.slf4j;

    exports dev.pctl.progress.spack;
}
