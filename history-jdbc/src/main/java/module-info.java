/** Keeps the history of builds in a database that several machines share. */
@org.jspecify.annotations.NullMarked
module dev.pctl.progress.history.jdbc {
    requires transitive dev.pctl.progress.estimator;
    requires transitive java.sql;
    requires transitive org.jspecify;
    requires org.slf4j;
    requires static flyway.core;

    exports dev.pctl.progress.history.jdbc;
}
