package dev.pctl.progress.history.jdbc.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pctl.progress.history.jdbc.JdbcBuildHistory;
import dev.pctl.progress.history.jdbc.PostgresServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class MigrationsTest {

    @Test
    void createsTheSameTablesWithAndWithoutFlyway() throws Exception {
        DataSource byFlyway = PostgresServer.shared().newDatabase();
        JdbcBuildHistory.open(byFlyway);
        DataSource directly = PostgresServer.shared().newDatabase();
        apply(directly);

        assertThat(columns(directly)).isEqualTo(columns(byFlyway)).hasSizeGreaterThan(20);
        assertThat(JdbcBuildHistory.builder(directly).open().all()).isEmpty();
    }

    @Test
    void appliesEachFileOnceWhenProcessesStartTogether() throws Exception {
        DataSource database = PostgresServer.shared().newDatabase();
        apply(database);
        List<CompletableFuture<Void>> others = IntStream.range(0, 4)
                .mapToObj(i -> CompletableFuture.runAsync(() -> apply(database), task -> new Thread(task).start()))
                .toList();
        CompletableFuture.allOf(others.toArray(CompletableFuture[]::new)).join();

        assertThat(strings(database, "select version::text from pctl_schema_version"))
                .containsExactly("1");
    }

    private static void apply(DataSource database) {
        try (Connection connection = database.getConnection()) {
            Migrations.applyDirectly(connection, SqlDialect.POSTGRESQL);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> columns(DataSource database) throws SQLException {
        return strings(
                database,
                "select table_name || ' ' || column_name || ' ' || data_type from information_schema.columns"
                        + " where table_name in ('pctl_build', 'pctl_name') order by 1");
    }

    private static List<String> strings(DataSource database, String sql) throws SQLException {
        List<String> strings = new ArrayList<>();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                strings.add(rows.getString(1));
            }
        }
        return strings;
    }
}
