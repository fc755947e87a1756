package dev.pctl.progress.examples.cli;

import dev.pctl.progress.estimator.history.BuildHistory;
import dev.pctl.progress.estimator.history.JsonlBuildHistory;
import dev.pctl.progress.history.jdbc.JdbcBuildHistory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** Opens the history that a user names: a file, or a database by its JDBC address. */
public final class Histories {

    private static final String POSTGRESQL = "jdbc:postgresql:";
    private static final String SQLITE = "jdbc:sqlite:";
    private static final int CONNECT_SECONDS = 5;
    private static final int LOCK_MILLIS = 10_000;

    private Histories() {}

    /**
     * Opens a history.
     *
     * @param spool where records wait while a database is away
     */
    public static BuildHistory open(String location, Path spool) throws IOException {
        if (!location.startsWith("jdbc:")) {
            return JsonlBuildHistory.open(Path.of(location));
        }
        try {
            return JdbcBuildHistory.builder(database(location))
                    .migrate(true)
                    .spool(spool)
                    .open();
        } catch (UncheckedIOException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static DataSource database(String url) throws IOException {
        if (url.startsWith(POSTGRESQL)) {
            PGSimpleDataSource source = new PGSimpleDataSource();
            source.setUrl(url);
            source.setConnectTimeout(CONNECT_SECONDS);
            return source;
        }
        if (url.startsWith(SQLITE)) {
            SQLiteConfig config = new SQLiteConfig();
            config.setBusyTimeout(LOCK_MILLIS);
            config.setJournalMode(SQLiteConfig.JournalMode.WAL);
            SQLiteDataSource source = new SQLiteDataSource(config);
            source.setUrl(url);
            return source;
        }
        throw new IOException("a history is a file, or begins with " + POSTGRESQL + " or " + SQLITE + ": " + url);
    }
}
