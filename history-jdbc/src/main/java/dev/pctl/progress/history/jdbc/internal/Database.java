package dev.pctl.progress.history.jdbc.internal;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A data source, each use of which is one transaction that waits for a limited time. Thread-safe. */
public final class Database {

    /** Attempts at a transaction that another one interfered with. */
    private static final int ATTEMPTS = 5;

    /** The longest pause before a locked file is tried again. */
    private static final long LONGEST_PAUSE_MILLIS = 50;

    /** Serialization failure and deadlock, by the SQL standard. */
    private static final Set<String> INTERFERED = Set.of("40001", "40P01");

    /** Error codes of SQLite for a locked file. */
    private static final Set<Integer> LOCKED = Set.of(5, 6);

    /** Classes of SQLSTATE: no connection, out of resources, stopped by an operator, system error. */
    private static final Set<String> UNREACHABLE = Set.of("08", "53", "57", "58");

    private final DataSource source;
    private final int timeoutMillis;
    private final boolean migrate;
    private @Nullable SqlDialect dialect;

    /** One transaction. */
    public record Session(Connection connection, SqlDialect dialect, int timeoutSeconds) {}

    /** Work within a transaction. */
    @FunctionalInterface
    public interface Query<T> {

        /** Does the work. */
        T run(Session session) throws SQLException;
    }

    /** Work within a transaction that has no result. */
    @FunctionalInterface
    public interface Action {

        /** Does the work. */
        void run(Session session) throws SQLException;
    }

    /**
     * Creates it.
     *
     * @param timeout how long to wait for one answer
     * @param migrate whether to create or update the tables on the first connection
     */
    public Database(DataSource source, Duration timeout, boolean migrate) {
        this.source = source;
        this.timeoutMillis = (int) Math.min(Integer.MAX_VALUE, Math.max(1, timeout.toMillis()));
        this.migrate = migrate;
    }

    /** Runs a transaction without result. */
    public void run(Action action) throws SQLException {
        call(session -> {
            action.run(session);
            return Boolean.TRUE;
        });
    }

    /**
     * Runs a transaction, and again if another transaction interfered. SQLite reports some locks at once, whatever its
     * own timeout is, such as while another process switches the journal mode: those are tried again until the timeout.
     */
    public <T> T call(Query<T> query) throws SQLException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        for (int attempt = 1; ; attempt++) {
            try {
                return attempt(query);
            } catch (SQLException e) {
                boolean again = LOCKED.contains(e.getErrorCode())
                        ? System.nanoTime() < end && pause(attempt)
                        : INTERFERED.contains(String.valueOf(e.getSQLState())) && attempt < ATTEMPTS;
                if (!again) {
                    throw e;
                }
            }
        }
    }

    /** Pauses for a random time, so that two that wait do not collide again; returns false if interrupted. */
    private static boolean pause(int attempt) {
        long longest = Math.min(LONGEST_PAUSE_MILLIS, 1L << Math.min(attempt, 10));
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(1, longest + 1));
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private <T> T attempt(Query<T> query) throws SQLException {
        try (Connection connection = source.getConnection()) {
            SqlDialect known = dialect(connection);
            int before = limit(connection, timeoutMillis);
            boolean committed = connection.getAutoCommit();
            connection.setAutoCommit(false);
            try {
                T result = query.run(new Session(connection, known, Math.max(1, timeoutMillis / 1000)));
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException | Error e) {
                rollback(connection, e);
                throw e;
            } finally {
                restore(connection, committed, before);
            }
        }
    }

    private synchronized SqlDialect dialect(Connection connection) throws SQLException {
        SqlDialect known = dialect;
        if (known == null) {
            known = SqlDialect.of(connection);
            if (migrate) {
                Migrations.apply(source, connection, known);
            }
            dialect = known;
        }
        return known;
    }

    /** Limits the wait for the network, and returns the former limit; -1 if the driver cannot do that. */
    private static int limit(Connection connection, int millis) throws SQLException {
        try {
            int before = connection.getNetworkTimeout();
            connection.setNetworkTimeout(Runnable::run, millis);
            return before;
        } catch (SQLFeatureNotSupportedException | UnsupportedOperationException | AbstractMethodError e) {
            return -1;
        } catch (SQLException e) {
            if (connection.isClosed()) {
                throw e;
            }
            return -1; // SQLite has no network and reports an error of no special class
        }
    }

    private static void rollback(Connection connection, Throwable cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    /** Puts a pooled connection back as it was. A broken one is discarded by its pool. */
    @SuppressWarnings("EmptyCatch") // what failed is reported, and a broken connection is of no more use
    private static void restore(Connection connection, boolean autoCommit, int networkTimeout) {
        try {
            connection.setAutoCommit(autoCommit);
            if (networkTimeout >= 0) {
                connection.setNetworkTimeout(Runnable::run, networkTimeout);
            }
        } catch (SQLException e) {
            // see above
        }
    }

    /** Returns whether the database could not be asked, so that the same may succeed later. */
    public static boolean isUnreachable(SQLException e) {
        String state = e.getSQLState();
        return e instanceof SQLTransientException
                || e instanceof SQLRecoverableException
                || e instanceof SQLNonTransientConnectionException
                || (state != null && state.length() == 5 && UNREACHABLE.contains(state.substring(0, 2)))
                || LOCKED.contains(e.getErrorCode());
    }

    /** Returns whether the values themselves cannot be stored, so that the same will never succeed. */
    public static boolean isRejection(SQLException e) {
        String state = e.getSQLState();
        return state != null && (state.startsWith("22") || state.startsWith("23"));
    }
}
