package dev.pctl.progress.history.jdbc.internal;

import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** The tables by Flyway. Used only where Flyway is on the class path. */
final class FlywayMigration {

    private FlywayMigration() {}

    /** Migrates the tables; those of the host in the same schema stay as they are. */
    static void apply(DataSource source, String location) throws SQLException {
        try {
            Flyway.configure(FlywayMigration.class.getClassLoader())
                    .dataSource(source)
                    .locations("classpath:" + location)
                    .table("pctl_flyway_history")
                    .baselineOnMigrate(true)
                    .baselineVersion("0")
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw e.getCause() instanceof SQLException cause ? cause : new SQLException(e.getMessage(), e);
        }
    }
}
