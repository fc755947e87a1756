/** Tests with which hosts verify their own parts. */
@org.jspecify.annotations.NullMarked
module dev.pctl.progress.testkit {
    requires transitive dev.pctl.progress.core;
    requires static transitive dev.pctl.progress.estimator;
    requires transitive org.junit.jupiter.api;
    requires org.jspecify;

    exports dev.pctl.progress.testkit;
}
