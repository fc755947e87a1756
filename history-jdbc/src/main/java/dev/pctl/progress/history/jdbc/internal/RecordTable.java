package dev.pctl.progress.history.jdbc.internal;

import dev.pctl.progress.estimator.history.BuildRecord;
import dev.pctl.progress.history.jdbc.internal.Database.Session;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The statements on the table of records. Stateless. */
public final class RecordTable {

    private static final Logger LOG = LoggerFactory.getLogger(RecordTable.class);

    /** Newest records of each name that are always read and never dropped. */
    private static final int KEPT_OF_EACH = 5;

    /** Records that one call drops, so that no transaction takes long. */
    private static final int DROPPED_AT_ONCE = 5_000;

    /** Rows fetched at a time; the default of PostgreSQL's driver is all of them. */
    private static final int FETCHED_AT_ONCE = 2_000;

    private final String site;
    private final @Nullable List<String> sites;

    /**
     * Creates the statements of a site.
     *
     * @param trusted the other sites whose records are read; null for all
     */
    public RecordTable(String site, @Nullable Set<String> trusted) {
        this.site = site;
        if (trusted == null) {
            sites = null;
        } else {
            Set<String> read = new TreeSet<>(trusted);
            read.add(site);
            sites = List.copyOf(read);
        }
    }

    /** Adds records of the own site. Records that the table has already are left out. */
    public void insert(Session session, List<BuildRecord> records) throws SQLException {
        insertNames(session, records);
        String sql = "insert into pctl_build (id, site, unit, name, version, hash, method, started, ended, seconds,"
                + " outcome, session, title, machine, compiler, cores, memory_bytes, record)"
                + " values (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?," + session.dialect().json
                + ") on conflict (id) do nothing";
        try (PreparedStatement statement = prepare(session, sql)) {
            for (BuildRecord record : records) {
                String json = record.toJson();
                Parameters parameters = new Parameters(session.dialect(), statement)
                        .text(id(json))
                        .text(site)
                        .text(word(record.unit()))
                        .text(record.name())
                        .text(record.version())
                        .text(record.hash())
                        .text(word(record.method()))
                        .time(record.started())
                        .time(record.ended());
                parameters
                        .number(record.seconds())
                        .text(word(record.outcome()))
                        .text(record.session())
                        .text(record.title())
                        .text(record.machine())
                        .text(record.compiler())
                        .number(record.cores())
                        .number(record.memoryBytes())
                        .json(json);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    /** Adds the names in one order everywhere, so that two writers wait for each other instead of deadlocking. */
    private void insertNames(Session session, List<BuildRecord> records) throws SQLException {
        Set<List<String>> names =
                new TreeSet<>((a, b) -> (a.get(0) + '\0' + a.get(1)).compareTo(b.get(0) + '\0' + b.get(1)));
        records.forEach(r -> names.add(List.of(word(r.unit()), r.name())));
        try (PreparedStatement statement =
                prepare(session, "insert into pctl_name (site, unit, name) values (?,?,?) on conflict do nothing")) {
            for (List<String> name : names) {
                new Parameters(session.dialect(), statement)
                        .text(site)
                        .text(name.get(0))
                        .text(name.get(1));
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    /** Returns all records, in the order in which they were added. */
    public List<BuildRecord> all(Session session) throws SQLException {
        return read(
                session, "select seq, site, record from pctl_build where " + sites("site") + " order by seq", s -> {});
    }

    /** Returns the records of a name, in the order in which they were added. */
    public List<BuildRecord> of(Session session, String name) throws SQLException {
        String sql = "select seq, site, record from pctl_build where name = ? and " + sites("site") + " order by seq";
        return read(session, sql, p -> p.text(name));
    }

    /** Returns the newest records, and besides them the newest of each name. */
    public List<BuildRecord> newest(Session session, int count) throws SQLException {
        List<BuildRecord> newest = new ArrayList<>();
        long oldest = Long.MAX_VALUE;
        String sql = "select seq, site, record from pctl_build where " + sites("site") + " order by seq desc limit "
                + Math.max(0, count);
        try (PreparedStatement statement = prepare(session, sql)) {
            bindSites(new Parameters(session.dialect(), statement));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    oldest = rows.getLong(1);
                    add(rows, newest);
                }
            }
        }
        if (newest.size() < count) {
            Collections.reverse(newest);
            return Collections.unmodifiableList(newest);
        }
        long before = oldest;
        String others = session.dialect().newestOfEachName(sites("%s"), KEPT_OF_EACH) + " order by 1";
        List<BuildRecord> records = new ArrayList<>(read(session, others, p -> p.number(before)));
        Collections.reverse(newest);
        records.addAll(newest);
        return Collections.unmodifiableList(records);
    }

    /** Drops the oldest records of the own site that ended before a time, except the newest of each name. */
    public void dropBefore(Session session, Instant time) throws SQLException {
        String sql = "delete from pctl_build where seq in (select seq from pctl_build b where site = ? and ended < ?"
                + " and (select count(*) from (select 1 from pctl_build n where n.site = b.site and n.unit = b.unit"
                + " and n.name = b.name and n.seq > b.seq limit " + KEPT_OF_EACH + ") newer) = " + KEPT_OF_EACH
                + " order by ended limit " + DROPPED_AT_ONCE + ")";
        try (PreparedStatement statement = prepare(session, sql)) {
            new Parameters(session.dialect(), statement).text(site).time(time);
            statement.executeUpdate();
        }
    }

    /** Drops all records of the own site. */
    public void clear(Session session) throws SQLException {
        for (String table : List.of("pctl_build", "pctl_name")) {
            try (PreparedStatement statement = prepare(session, "delete from " + table + " where site = ?")) {
                new Parameters(session.dialect(), statement).text(site);
                statement.executeUpdate();
            }
        }
    }

    @FunctionalInterface
    private interface Binding {
        void bind(Parameters parameters) throws SQLException;
    }

    private List<BuildRecord> read(Session session, String sql, Binding first) throws SQLException {
        List<BuildRecord> records = new ArrayList<>();
        try (PreparedStatement statement = prepare(session, sql)) {
            Parameters parameters = new Parameters(session.dialect(), statement);
            first.bind(parameters);
            bindSites(parameters);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    add(rows, records);
                }
            }
        }
        return Collections.unmodifiableList(records);
    }

    private void add(ResultSet row, List<BuildRecord> records) throws SQLException {
        try {
            BuildRecord record = BuildRecord.ofJson(row.getString(3));
            String from = row.getString(2);
            records.add(from.equals(site) ? record : ofOtherSite(record, from));
        } catch (IOException e) {
            LOG.warn("Record {} of the build history is skipped: {}", row.getLong(1), e.getMessage());
        }
    }

    /** Gives the machine a name that no machine of the own site has. */
    private static BuildRecord ofOtherSite(BuildRecord record, String site) {
        String machine = record.machine();
        return record.toBuilder()
                .machine(machine == null ? site : site + '/' + machine)
                .build();
    }

    private PreparedStatement prepare(Session session, String sql) throws SQLException {
        PreparedStatement statement = session.connection().prepareStatement(sql);
        statement.setQueryTimeout(session.timeoutSeconds());
        statement.setFetchSize(FETCHED_AT_ONCE);
        return statement;
    }

    private String sites(String column) {
        return sites == null
                ? column + " is not null"
                : column + " in (" + String.join(",", Collections.nCopies(sites.size(), "?")) + ')';
    }

    private void bindSites(Parameters parameters) throws SQLException {
        if (sites != null) {
            for (String name : sites) {
                parameters.text(name);
            }
        }
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns a name of the record by its content, so that the same record is stored once. */
    private String id(String json) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(site.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            digest.update(json.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest(), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Binds parameters one after the other. */
    private static final class Parameters {

        private final SqlDialect dialect;
        private final PreparedStatement statement;
        private int index;

        Parameters(SqlDialect dialect, PreparedStatement statement) {
            this.dialect = dialect;
            this.statement = statement;
        }

        /** Binds a text. PostgreSQL cannot store the character NUL, which the JSON has in an escaped form. */
        Parameters text(@Nullable String value) throws SQLException {
            statement.setString(++index, value == null ? null : value.replace('\0', '\uFFFD'));
            return this;
        }

        Parameters json(String value) throws SQLException {
            statement.setString(++index, value);
            return this;
        }

        Parameters time(Instant value) throws SQLException {
            dialect.setTime(statement, ++index, value);
            return this;
        }

        Parameters number(@Nullable Number value) throws SQLException {
            index++;
            if (value == null) {
                statement.setNull(index, Types.BIGINT);
            } else if (value instanceof Double d) {
                statement.setDouble(index, d);
            } else {
                statement.setLong(index, value.longValue());
            }
            return this;
        }
    }
}
