package dev.pctl.progress.history.jdbc;

import dev.pctl.progress.estimator.history.BuildHistory;
import dev.pctl.progress.testkit.HistoryContract;
import java.io.IOException;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;

class PostgresHistoryTest extends HistoryContract {

    private DataSource database;

    @BeforeEach
    void create() throws IOException, SQLException {
        database = PostgresServer.shared().newDatabase();
    }

    @Override
    protected BuildHistory open() {
        return JdbcBuildHistory.open(database);
    }
}
