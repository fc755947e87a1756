package dev.pctl.progress.history.jdbc;

import dev.pctl.progress.estimator.history.BuildHistory;
import dev.pctl.progress.testkit.HistoryContract;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

class SqliteHistoryTest extends HistoryContract {

    @TempDir
    private Path folder;

    static DataSource database(Path file) {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(30_000);
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        return source;
    }

    @Override
    protected BuildHistory open() {
        return JdbcBuildHistory.open(database(folder.resolve("history.db")));
    }
}
