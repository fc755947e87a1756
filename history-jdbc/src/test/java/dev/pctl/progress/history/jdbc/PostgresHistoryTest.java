package dev.pctl.progress.history.jdbc;

import dev.pctl.progress.estimator.history.BuildHistory;
import dev.pctl.progress.testkit.HistoryContract;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class PostgresHistoryTest extends HistoryContract {

    @TempDir
    private static Path folder;

    private static PostgresServer server;

    private DataSource database;

    @BeforeAll
    static void start() throws IOException {
        server = new PostgresServer(folder.resolve("data"));
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @BeforeEach
    void create() throws SQLException {
        database = server.newDatabase();
    }

    @Override
    protected BuildHistory open() {
        return JdbcBuildHistory.open(database);
    }
}
