package dev.pctl.progress.history.jdbc;

import dev.pctl.progress.estimator.history.BuildHistory;
import dev.pctl.progress.estimator.history.BuildRecord;
import dev.pctl.progress.history.jdbc.internal.Database;
import dev.pctl.progress.history.jdbc.internal.RecordTable;
import dev.pctl.progress.history.jdbc.internal.Spool;
import dev.pctl.progress.internal.check.Arguments;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A build history in PostgreSQL, for a team, or in SQLite, for the processes of one machine. The host provides the data
 * source and the driver, and closes the data source.
 *
 * <p>Records belong to a <em>site</em>, a name that the host chooses. A history writes and clears records of its own
 * site only. It reads its own site and those that the host trusts. The machines of other sites count as other machines
 * in forecasts, so that their builds weigh less.
 *
 * <p>With a spool, a database that cannot be reached does not lose records: they wait in a directory, and the next
 * {@link #append} or {@link #newest} delivers them. A record that arrives twice is stored once.
 *
 * <p>Thread-safe. Operations throw {@link UncheckedIOException} if the database fails; each waits at most the
 * {@linkplain Builder#timeout timeout} for one answer of the database, and after a failure the database is left alone
 * for a while: operations then fail at once.
 *
 * @since 0.1
 */
public final class JdbcBuildHistory implements BuildHistory {

    private static final Logger LOG = LoggerFactory.getLogger(JdbcBuildHistory.class);

    /** Time without attempts after the database failed. A run asks for forecasts every few seconds. */
    private static final Duration PAUSE = Duration.ofSeconds(30);

    private final Database database;
    private final RecordTable table;
    private final @Nullable Spool spool;
    private final @Nullable Duration retention;
    private final Clock clock;
    private Instant closedUntil = Instant.MIN;
    private boolean failed;

    private JdbcBuildHistory(Builder builder, Database database) {
        this.database = database;
        this.table = new RecordTable(builder.site, builder.trusted);
        this.spool = builder.spool == null ? null : new Spool(builder.spool, builder.clock);
        this.retention = builder.retention;
        this.clock = builder.clock;
    }

    /** Begins a history in the database of this data source. */
    public static Builder builder(DataSource source) {
        return new Builder(Objects.requireNonNull(source, "source"));
    }

    /**
     * Opens a history of the site {@code ""} that trusts every site, and creates its tables if there are none.
     *
     * @throws UncheckedIOException if the database cannot be reached, or is neither PostgreSQL nor SQLite
     */
    public static JdbcBuildHistory open(DataSource source) {
        return builder(source).migrate(true).open();
    }

    /**
     * Adds records.
     *
     * @throws UncheckedIOException if the database fails and there is no spool, or the spool fails
     */
    @Override
    public void append(List<BuildRecord> records) {
        if (records.isEmpty()) {
            return;
        }
        if (spool == null) {
            run("store records", session -> table.insert(session, records));
            return;
        }
        try {
            spool.add(records);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the spool of the build history: " + e.getMessage(), e);
        }
        deliver();
    }

    @Override
    public List<BuildRecord> all() {
        deliver();
        return call("read records", table::all);
    }

    @Override
    public List<BuildRecord> of(String name) {
        Objects.requireNonNull(name, "name");
        return call("read records", session -> table.of(session, name));
    }

    @Override
    public List<BuildRecord> newest(int count) {
        deliver();
        return call("read records", session -> table.newest(session, count));
    }

    /**
     * Drops records of the own site that are older than the {@linkplain Builder#retention retention}, a few thousand at
     * a time. Does nothing without a retention, or if the database role may not delete.
     */
    @Override
    public void tidy(Instant now) {
        Objects.requireNonNull(now, "now");
        if (retention == null || isPausing()) {
            return;
        }
        Instant oldest = now.minus(retention);
        try {
            database.run(session -> table.dropBefore(session, oldest));
        } catch (SQLException e) {
            LOG.debug("Old records of the build history are kept: {}", e.getMessage());
        }
    }

    /** Drops all records of the own site. Those of other sites stay. */
    @Override
    public void clear() {
        deliver();
        run("drop records", table::clear);
    }

    /** Delivers what waits in the spool; if the database fails, it continues to wait. */
    private void deliver() {
        if (spool == null || isPausing()) {
            return;
        }
        try {
            spool.deliver(records -> database.run(session -> table.insert(session, records)));
            synchronized (this) {
                failed = false;
            }
        } catch (SQLException e) {
            pause(e);
        } catch (IOException e) {
            LOG.warn("The spool of the build history cannot be read: {}", e.toString());
        }
    }

    private void run(String what, Database.Action action) {
        call(what, session -> {
            action.run(session);
            return Boolean.TRUE;
        });
    }

    private <T> T call(String what, Database.Query<T> query) {
        if (isPausing()) {
            throw failure(
                    what,
                    "the database of the build history failed a moment ago and is not asked again before "
                            + closedUntil,
                    null);
        }
        try {
            return database.call(query);
        } catch (SQLException e) {
            if (Database.isUnreachable(e)) {
                pause(e);
            }
            throw failure(what, String.valueOf(e.getMessage()), e);
        }
    }

    private static UncheckedIOException failure(String what, String why, @Nullable SQLException cause) {
        String message = "cannot " + what + ": " + why;
        return new UncheckedIOException(message, new IOException(message, cause));
    }

    private synchronized boolean isPausing() {
        return clock.instant().isBefore(closedUntil);
    }

    /** Leaves the database alone for a while. Of several failures in a row, the first is reported. */
    private synchronized void pause(SQLException cause) {
        closedUntil = clock.instant().plus(PAUSE);
        if (!failed && spool != null) {
            LOG.warn("The database of the build history fails. Records wait in {}. ({})", spool, cause.toString());
        }
        failed = true;
    }

    /** Collects the settings of a history. */
    public static final class Builder {

        private final DataSource source;
        private String site = "";
        private @Nullable Set<String> trusted;
        private @Nullable Path spool;
        private @Nullable Duration retention;
        private Duration timeout = Duration.ofSeconds(10);
        private Clock clock = Clock.systemUTC();
        private boolean migrate;

        private Builder(DataSource source) {
            this.source = source;
        }

        /** Sets the site that new records belong to. Default: {@code ""}. */
        public Builder site(String name) {
            site = Objects.requireNonNull(name, "name");
            return this;
        }

        /** Sets the other sites whose records are read. Default: all sites. */
        public Builder trustedSites(Collection<String> names) {
            trusted = Set.copyOf(Objects.requireNonNull(names, "names"));
            return this;
        }

        /** Sets a directory for records that the database does not take at once. Default: none. */
        public Builder spool(Path directory) {
            spool = Objects.requireNonNull(directory, "directory");
            return this;
        }

        /**
         * Sets the age from which {@link #tidy} drops records of the own site, all but the newest five of each name.
         * Default: records are kept.
         *
         * @throws IllegalArgumentException if the duration is not positive
         */
        public Builder retention(Duration age) {
            retention = Arguments.positive(age, "age");
            return this;
        }

        /**
         * Sets how long to wait for an answer of the database. How long to wait for a connection is up to the data
         * source. Default: 10 seconds.
         *
         * @throws IllegalArgumentException if the duration is not positive
         */
        public Builder timeout(Duration longest) {
            timeout = Arguments.positive(longest, "longest");
            return this;
        }

        /** Sets the clock by which the database is left alone for a while after a failure. */
        public Builder clock(Clock newClock) {
            clock = Objects.requireNonNull(newClock, "newClock");
            return this;
        }

        /**
         * Sets whether {@link #open} creates or updates the tables. Flyway does it if it is on the class path, else
         * this library. Without it the tables must exist; their definitions are in this artifact below
         * {@code META-INF/pctl-progress}. Default: false.
         */
        public Builder migrate(boolean wanted) {
            migrate = wanted;
            return this;
        }

        /**
         * Opens the history. Without a spool, the database must be reachable.
         *
         * @throws UncheckedIOException if the database cannot be reached and there is no spool, if it is neither
         *     PostgreSQL nor SQLite, or if the tables cannot be created
         */
        public JdbcBuildHistory open() {
            JdbcBuildHistory history = new JdbcBuildHistory(this, new Database(source, timeout, migrate));
            try {
                history.database.run(session -> {});
            } catch (SQLException e) {
                if (spool == null || !Database.isUnreachable(e)) {
                    throw failure("open the database of the build history", String.valueOf(e.getMessage()), e);
                }
                history.pause(e);
            }
            return history;
        }
    }
}
