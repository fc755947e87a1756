/** How long builds take: a history of builds, and forecasts from it. */
@org.jspecify.annotations.NullMarked
module dev.pctl.progress.estimator {
    requires transitive dev.pctl.progress.core;
    requires transitive org.jspecify;
    requires org.slf4j;
    requires com.fasterxml.jackson.core;

    exports dev.pctl.progress.estimator;
    exports dev.pctl.progress.estimator.history;
    exports dev.pctl.progress.estimator.report;
}
