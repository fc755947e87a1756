package dev.pctl.progress.history.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pctl.progress.estimator.history.BuildHistory;
import dev.pctl.progress.estimator.history.BuildRecord;
import dev.pctl.progress.estimator.history.JsonlBuildHistory;
import dev.pctl.progress.history.jdbc.internal.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sqlite.SQLiteDataSource;

/** Several sites and processes on one real database. */
class SharedDatabaseTest {

    /** A thread for each task: the common pool of a small machine runs one at a time. */
    private static final Executor THREADS = task -> new Thread(task).start();

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    /** A server for the tests that kill it. */
    private static PostgresServer mortal;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start(@TempDir Path data) throws IOException {
        mortal = new PostgresServer(data.resolve("data"));
    }

    @AfterAll
    static void stop() throws IOException {
        mortal.close();
    }

    enum Product {
        POSTGRESQL,
        SQLITE
    }

    private DataSource database(Product product) throws IOException, SQLException {
        return product == Product.SQLITE
                ? SqliteHistoryTest.database(folder.resolve("history.db"))
                : PostgresServer.shared().newDatabase();
    }

    private static BuildRecord record(String name, int second) {
        return BuildRecord.builder(name, START.plusSeconds(second), Duration.ofSeconds(5))
                .machine("m1")
                .session("s" + second)
                .build();
    }

    private static List<BuildRecord> records(String name, int count) {
        return IntStream.range(0, count).mapToObj(i -> record(name, i)).toList();
    }

    @Test
    void aFileThatSqliteReportsAsLockedAtOnceIsTriedAgain() throws SQLException {
        SQLiteDataSource impatient = new SQLiteDataSource();
        impatient.setUrl("jdbc:sqlite:" + folder.resolve("locked.db"));
        impatient.getConfig().setBusyTimeout(0);
        try (Connection other = impatient.getConnection();
                Statement statement = other.createStatement()) {
            statement.execute("begin exclusive");
            AtomicInteger attempts = new AtomicInteger();
            DataSource source = calling(impatient, () -> {
                if (attempts.incrementAndGet() == 20) {
                    execute(statement, "commit");
                }
            });

            JdbcBuildHistory.open(source).append(record("zlib", 1));
            assertThat(attempts.get()).isGreaterThan(20);
        }
        assertThat(JdbcBuildHistory.open(impatient).all()).hasSize(1);
    }

    /** Returns the source with an action before each connection. */
    private static DataSource calling(DataSource source, Runnable action) {
        return (DataSource) Proxy.newProxyInstance(
                SharedDatabaseTest.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, args) -> {
                    action.run();
                    return method.invoke(source, args);
                });
    }

    private static void execute(Statement statement, String sql) {
        try {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @EnumSource
    void readsTrustedSitesAndGivesTheirMachinesOtherNames(Product product) throws Exception {
        DataSource database = database(product);
        BuildHistory a =
                JdbcBuildHistory.builder(database).migrate(true).site("a").open();
        BuildHistory b = JdbcBuildHistory.builder(database).site("b").open();
        a.append(record("zlib", 1));
        b.append(record("zlib", 2));

        assertThat(a.all()).extracting(BuildRecord::machine).containsExactly("m1", "b/m1");
        assertThat(a.of("zlib")).hasSize(2);
        BuildHistory alone = JdbcBuildHistory.builder(database)
                .site("a")
                .trustedSites(Set.of())
                .open();
        assertThat(alone.all()).containsExactly(record("zlib", 1));
        assertThat(alone.of("zlib")).containsExactly(record("zlib", 1));
        assertThat(alone.newest(10)).containsExactly(record("zlib", 1));
    }

    @ParameterizedTest
    @EnumSource
    void clearsItsOwnSiteOnly(Product product) throws Exception {
        DataSource database = database(product);
        BuildHistory a =
                JdbcBuildHistory.builder(database).migrate(true).site("a").open();
        BuildHistory b = JdbcBuildHistory.builder(database).site("b").open();
        a.append(record("zlib", 1));
        b.append(record("zlib", 2));
        a.clear();

        assertThat(b.all()).containsExactly(record("zlib", 2));
    }

    @ParameterizedTest
    @EnumSource
    void storesTheSameRecordOnce(Product product) throws Exception {
        BuildHistory history = JdbcBuildHistory.open(database(product));
        history.append(records("zlib", 3));
        history.append(records("zlib", 4));

        assertThat(history.all()).containsExactlyElementsOf(records("zlib", 4));
    }

    @ParameterizedTest
    @EnumSource
    void readsLastRecordsAndNewestFiveOfEachName(Product product) throws Exception {
        BuildHistory history = JdbcBuildHistory.open(database(product));
        history.append(records("rare", 7));
        history.append(records("zlib", 100));

        List<BuildRecord> newest = history.newest(50);
        assertThat(newest.subList(0, 5))
                .containsExactlyElementsOf(records("rare", 7).subList(2, 7));
        assertThat(newest.subList(5, 55))
                .containsExactlyElementsOf(records("zlib", 100).subList(50, 100));
        assertThat(newest).hasSize(55);
    }

    @ParameterizedTest
    @EnumSource
    void dropsOldRecordsOfTheOwnSiteExceptTheNewestOfEachName(Product product) throws Exception {
        DataSource database = database(product);
        BuildHistory a = JdbcBuildHistory.builder(database)
                .migrate(true)
                .site("a")
                .retention(Duration.ofDays(90))
                .open();
        BuildHistory b = JdbcBuildHistory.builder(database).site("b").open();
        a.append(records("zlib", 20));
        a.append(records("gcc", 3));
        b.append(records("zlib", 20));
        a.tidy(START.plus(Duration.ofDays(100)));

        assertThat(b.of("zlib")).hasSize(25);
        assertThat(a.of("gcc")).hasSize(3);
    }

    @ParameterizedTest
    @EnumSource
    void takesRecordsFromJsonLinesAndBack(Product product) throws Exception {
        BuildHistory lines = JsonlBuildHistory.open(folder.resolve("a.jsonl"));
        lines.append(records("zlib", 30));
        BuildHistory history = JdbcBuildHistory.open(database(product));
        history.append(lines.all());
        BuildHistory back = JsonlBuildHistory.open(folder.resolve("b.jsonl"));
        back.append(history.all());

        assertThat(back.all()).isEqualTo(lines.all());
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

    @Test
    void worksForRoleThatMayOnlyInsertAndSelect() throws Exception {
        DataSource owner = PostgresServer.shared().newDatabase();
        JdbcBuildHistory.open(owner);
        String name = strings(owner, "select current_database()").get(0);
        try (Connection connection = owner.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create role builder_" + name + " login");
            statement.execute("grant insert, select on pctl_build, pctl_name to builder_" + name);
        }
        BuildHistory history = JdbcBuildHistory.builder(PostgresServer.shared().database(name, "builder_" + name))
                .retention(Duration.ofDays(1))
                .open();
        history.append(records("zlib", 9));
        history.tidy(START.plus(Duration.ofDays(100)));

        assertThat(history.newest(100)).hasSize(9);
        assertThatThrownBy(history::clear)
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("permission");
    }

    @Test
    void refusesOtherDatabases() {
        assertThatThrownBy(() -> JdbcBuildHistory.open(Fakes.databaseOf("Oracle")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("PostgreSQL or SQLite, not Oracle");
    }

    @Test
    void keepsRecordsInSpoolWhileDatabaseIsAwayAndAsksAgainAfterAPause() throws Exception {
        Path spool = folder.resolve("spool");
        SettableClock clock = new SettableClock(Duration.ZERO);
        DataSource database = mortal.newDatabase();
        JdbcBuildHistory history = JdbcBuildHistory.builder(database)
                .migrate(true)
                .spool(spool)
                .clock(clock)
                .open();
        history.append(record("zlib", 1));
        mortal.kill();
        history.append(record("zlib", 2));
        history.append(record("zlib", 3));
        assertThat(waiting(spool)).hasSize(2);
        assertThatThrownBy(history::all).hasMessageContaining("not asked again");
        BuildHistory other = JdbcBuildHistory.builder(database)
                .migrate(true)
                .spool(spool)
                .clock(clock)
                .open();
        other.append(record("zlib", 4));
        assertThat(waiting(spool)).hasSize(3);

        mortal.restart();
        clock.pass(Duration.ofMinutes(1));
        assertThat(history.newest(10))
                .containsExactlyInAnyOrderElementsOf(records("zlib", 5).subList(1, 5));
        assertThat(waiting(spool)).isEmpty();
    }

    private static List<Path> waiting(Path spool) throws IOException {
        try (Stream<Path> files = Files.list(spool)) {
            return files.toList();
        }
    }

    /** Two writers and three readers, while the server is killed again and again. */
    @Test
    void losesNothingAndStoresNothingTwiceWhileServerIsKilled() throws Exception {
        int kills = Integer.getInteger("database.kills", 1);
        DataSource database = mortal.newDatabase();
        JdbcBuildHistory.open(database);
        AtomicBoolean over = new AtomicBoolean();
        List<CompletableFuture<List<BuildRecord>>> writers = Stream.of("a", "b")
                .map(name -> CompletableFuture.supplyAsync(() -> write(database, name, over), THREADS))
                .toList();
        List<CompletableFuture<Void>> readers = IntStream.range(0, 3)
                .mapToObj(i -> CompletableFuture.runAsync(() -> read(database, over), THREADS))
                .toList();
        for (int i = 0; i < kills; i++) {
            await(database, 40 * (i + 1), writers);
            mortal.kill();
            mortal.restart();
        }
        await(database, 40 * (kills + 1), writers);
        over.set(true);
        List<BuildRecord> written = new ArrayList<>();
        for (CompletableFuture<List<BuildRecord>> writer : writers) {
            written.addAll(writer.get(60, TimeUnit.SECONDS));
        }
        for (CompletableFuture<Void> reader : readers) {
            reader.get(60, TimeUnit.SECONDS);
        }
        BuildHistory all = JdbcBuildHistory.builder(database)
                .spool(folder.resolve("spool-a"))
                .open();
        all.newest(1);
        JdbcBuildHistory.builder(database)
                .spool(folder.resolve("spool-b"))
                .open()
                .newest(1);
        assertThat(all.all()).containsExactlyInAnyOrderElementsOf(written);
    }

    private List<BuildRecord> write(DataSource database, String name, AtomicBoolean over) {
        BuildHistory history = JdbcBuildHistory.builder(database)
                .spool(folder.resolve("spool-" + name))
                .clock(new SettableClock(Duration.ofMinutes(1)))
                .open();
        List<BuildRecord> written = new ArrayList<>();
        while (!over.get()) {
            BuildRecord record = record(name, written.size());
            history.append(record);
            written.add(record);
        }
        return written;
    }

    private static void read(DataSource database, AtomicBoolean over) {
        BuildHistory history = JdbcBuildHistory.builder(database).open();
        while (!over.get()) {
            try {
                history.newest(100);
            } catch (UncheckedIOException e) {
                assertThat(e).hasMessageContaining("cannot read records");
            }
        }
    }

    /** Waits until that many records are in the database; fails if a writer has ended. */
    private static void await(DataSource database, int count, List<? extends CompletableFuture<?>> writers)
            throws Exception {
        long rows = 0;
        while (rows < count) {
            for (CompletableFuture<?> writer : writers) {
                assertThat(writer.isDone() ? writer.get() : null)
                        .as("a writer has ended")
                        .isNull();
            }
            try {
                rows = Long.parseLong(
                        strings(database, "select count(*) from pctl_build").get(0));
            } catch (SQLException e) {
                assertThat(Database.isUnreachable(e)).as(e.toString()).isTrue();
            }
        }
    }

    /** With {@code -Ddatabase.records=1000000} this is the measurement of docs/performance.md. */
    @Test
    void readsWhatForecastsNeedFromManyRecords() throws Exception {
        int count = Integer.getInteger("database.records", 30_000);
        DataSource database = PostgresServer.shared().newDatabase();
        JdbcBuildHistory.open(database);
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("insert into pctl_name select '', 'package', 'p' || n from generate_series(0, 1999) n");
            statement.execute("insert into pctl_build (id, site, unit, name, method, started, ended, seconds, outcome,"
                    + " record) select 'i' || n, '', 'package', 'p' || n % 2000, 'source', t, t, s, 'succeeded',"
                    + " json_build_object('name', 'p' || n % 2000, 'method', 'source', 'started', to_char(t,"
                    + " 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"'), 'seconds', s, 'outcome', 'succeeded') from (select n,"
                    + " 10 + n % 90 s, timestamptz '2020-01-01' + n * interval '1 minute' t from generate_series(1, "
                    + count + ") n) r");
            statement.execute("analyze");
        }
        BuildHistory history = JdbcBuildHistory.builder(database).open();
        boolean isMeasured = count >= 1_000_000;
        int wanted = isMeasured ? 20_000 : 1_000;
        long before = System.nanoTime();
        List<BuildRecord> newest = history.newest(wanted);
        Duration taken = Duration.ofNanos(System.nanoTime() - before);

        assertThat(newest).extracting(BuildRecord::started).isSorted();
        assertThat(newest).hasSize(isMeasured ? wanted : wanted + 1_000 * 5 + 1_000 * 4);
        if (isMeasured) {
            assertThat(taken).isLessThan(Duration.ofSeconds(1));
        }
    }
}
