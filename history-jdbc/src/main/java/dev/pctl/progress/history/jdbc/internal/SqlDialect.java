package dev.pctl.progress.history.jdbc.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;

/** What differs between the databases that can keep a history. */
enum SqlDialect {
    POSTGRESQL("postgresql", "?::json") {
        @Override
        void setTime(PreparedStatement statement, int index, Instant time) throws SQLException {
            statement.setObject(index, time.atOffset(ZoneOffset.UTC));
        }

        @Override
        String newestOfEachName(String sites, int each) {
            return "select b.seq, b.site, b.record from pctl_name n cross join lateral (select seq, site, record"
                    + " from pctl_build where site = n.site and unit = n.unit and name = n.name"
                    + " order by seq desc limit " + each + ") b where b.seq < ? and " + sites.formatted("n.site");
        }
    },
    SQLITE("sqlite", "?") {
        @Override
        void setTime(PreparedStatement statement, int index, Instant time) throws SQLException {
            statement.setLong(index, time.toEpochMilli());
        }

        @Override
        String newestOfEachName(String sites, int each) {
            return "select b.seq, b.site, b.record from pctl_name n join pctl_build b on b.seq in (select seq"
                    + " from pctl_build where site = n.site and unit = n.unit and name = n.name"
                    + " order by seq desc limit " + each + ") where b.seq < ? and " + sites.formatted("n.site");
        }
    };

    /** The name of the directory with the table definitions. */
    final String folder;

    /** The placeholder for a JSON value. */
    final String json;

    SqlDialect(String folder, String json) {
        this.folder = folder;
        this.json = json;
    }

    /**
     * Returns the dialect of a database.
     *
     * @throws SQLException if the database is none of these
     */
    static SqlDialect of(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        return switch (product) {
            case "PostgreSQL" -> POSTGRESQL;
            case "SQLite" -> SQLITE;
            default -> throw new SQLException("a build history needs PostgreSQL or SQLite, not " + product);
        };
    }

    /** Sets a parameter to a time. */
    abstract void setTime(PreparedStatement statement, int index, Instant time) throws SQLException;

    /**
     * Returns a query of the newest records of each name with a sequence number below a parameter.
     *
     * @param sites the condition on the site, with a format specifier for the column
     */
    abstract String newestOfEachName(String sites, int each);
}
