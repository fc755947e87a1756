package dev.pctl.progress.history.jdbc.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/** Creates and updates the tables: those of PostgreSQL by Flyway if the host has it, others file by file. */
final class Migrations {

    private static final String ROOT = "META-INF/pctl-progress/";
    private static final Pattern END = Pattern.compile(";\\s*(?:\\R|$)");
    private static final String VERSIONS = "pctl_schema_version";

    /** A number for PostgreSQL's advisory locks that no other program is likely to use. */
    private static final long LOCK = 0x7063746c_70726f67L;

    private Migrations() {}

    /** Applies what is missing. */
    static void apply(DataSource source, Connection connection, SqlDialect dialect) throws SQLException {
        if (dialect == SqlDialect.POSTGRESQL && hasFlyway()) {
            applyByFlyway(source, connection);
        } else {
            applyDirectly(connection, dialect);
        }
    }

    /** Flyway fails if two processes create its table at the same time, so that one waits for the other here. */
    private static void applyByFlyway(DataSource source, Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("select pg_advisory_lock(" + LOCK + ")");
            try {
                FlywayMigration.apply(source, ROOT + SqlDialect.POSTGRESQL.folder);
            } finally {
                statement.execute("select pg_advisory_unlock(" + LOCK + ")");
            }
        }
    }

    private static boolean hasFlyway() {
        try {
            Class.forName("org.flywaydb.core.Flyway", false, Migrations.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /** Applies the files one after the other, each in a transaction. Two processes that do so wait for each other. */
    static void applyDirectly(Connection connection, SqlDialect dialect) throws SQLException {
        boolean autoCommit = connection.getAutoCommit();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("create table if not exists " + VERSIONS + " (version integer primary key)");
            connection.commit();
            if (dialect == SqlDialect.POSTGRESQL) {
                statement.execute("lock table " + VERSIONS + " in exclusive mode");
            } else {
                statement.execute("delete from " + VERSIONS + " where version < 0"); // takes the write lock
            }
            for (int version = version(statement) + 1; ; version++) {
                String file = ROOT + dialect.folder + "/V" + version + "__history.sql";
                try (InputStream sql = Migrations.class.getClassLoader().getResourceAsStream(file)) {
                    if (sql == null) {
                        break;
                    }
                    apply(statement, new String(sql.readAllBytes(), StandardCharsets.UTF_8));
                    statement.execute("insert into " + VERSIONS + " values (" + version + ")");
                }
            }
            connection.commit();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the definitions of tables", e);
        } finally {
            connection.rollback();
            connection.setAutoCommit(autoCommit);
        }
    }

    private static int version(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("select coalesce(max(version), 0) from " + VERSIONS)) {
            row.next();
            return row.getInt(1);
        }
    }

    /** Executes statements, which end with a semicolon at the end of a line. */
    private static void apply(Statement statement, String sql) throws SQLException {
        String text = sql.replaceAll("(?m)^--.*$", "");
        for (String part : END.split(text, -1)) {
            if (!part.isBlank()) {
                statement.execute(part);
            }
        }
    }
}
