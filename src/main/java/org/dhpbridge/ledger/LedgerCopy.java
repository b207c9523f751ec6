package org.dhpbridge.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Copies an H2 ledger, of version 6 or later, row by row into empty tables of SQLite. */
final class LedgerCopy {

    private static final int SHORT_KEYS = 7;
    private static final int COMPLETE = 6;
    private static final int BATCH = 1000;

    /** Columns by table, in an order in which no row refers to one that is not there: k: a key, t: a time, b: bytes. */
    private static final Map<String, String> TABLES = Map.ofEntries(
            Map.entry("received_key", "k:source_key"),
            Map.entry("encryption_key", "key_id check_value t:first_used"),
            Map.entry(
                    "message",
                    "id source content_type t:received_at location subject k:lane_key t:event_time state attempts"
                            + " t:next_attempt_at t:ended_at error_code error_step error_sentence error_outcome mapping"
                            + " mapping_version pack filled placed unmapped error_outcome_key"),
            Map.entry("message_payload", "message_id b:content key_id"),
            Map.entry("message_event", "id message_id t:at step detail who"),
            Map.entry("due_message", "message_id k:lane_key"),
            Map.entry("link", "k:link_key resource_type server_id version t:event_time status_rank t:saved_at owned"),
            Map.entry(
                    "unmapped_code", "code_key code_table system code messages t:first_seen t:last_seen last_message"),
            Map.entry("source_progress", "source begun_at reached t:changed_at"));

    private static final List<String> ORDER = List.of(
            "received_key",
            "encryption_key",
            "message",
            "message_payload",
            "message_event",
            "due_message",
            "link",
            "unmapped_code",
            "source_progress");

    private final Connection from;
    private final Connection to;
    private final Database old;
    private boolean shortKeys;

    LedgerCopy(Connection from, Connection to, Database old) {
        this.from = from;
        this.to = to;
        this.old = old;
    }

    /** @return how many messages there are */
    long all() throws SQLException {
        int version = version();
        if (version < COMPLETE) {
            LedgerDatabase.migrations(old.jdbc.getDataSource(), Dialect.H2).migrate();
            version = version();
        }
        shortKeys = version >= SHORT_KEYS;
        execute("BEGIN");
        for (String table : ORDER) {
            copy(table, List.of(TABLES.get(table).split(" ")));
        }
        execute(Claims.LANES_OF_DUE);
        interrupted();
        execute("INSERT INTO message_count (source, state, shard, messages)"
                + " SELECT source, state, 0, count(*) FROM message GROUP BY source, state");
        neverAgain();
        execute("COMMIT");
        execute("PRAGMA journal_mode = WAL");
        execute("PRAGMA wal_checkpoint(TRUNCATE)");
        return count(to, "message");
    }

    private int version() throws SQLException {
        try (Statement statement = from.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT max(CAST(\"version\" AS integer)) FROM \"flyway_schema_history\" WHERE \"success\"")) {
            row.next();
            return row.getInt(1);
        }
    }

    private void copy(String table, List<String> columns) throws SQLException {
        List<String> read = new ArrayList<>();
        List<String> write = new ArrayList<>();
        for (String column : columns) {
            String name = column.substring(column.indexOf(':') + 1);
            write.add(name);
            read.add(
                    column.startsWith("k:") && !shortKeys
                            ? "CAST(SUBSTRING(" + name + ", 1, 32) AS uuid) AS " + name
                            : name);
        }
        String insert = "INSERT INTO " + table + " (" + String.join(", ", write) + ") VALUES ("
                + "?, ".repeat(write.size() - 1) + "?)";
        try (Statement select = from.createStatement();
                PreparedStatement row = to.prepareStatement(insert)) {
            select.setFetchSize(BATCH);
            int waiting = 0;
            try (ResultSet rows = select.executeQuery("SELECT " + String.join(", ", read) + " FROM " + table)) {
                while (rows.next()) {
                    for (int i = 0; i < columns.size(); i++) {
                        row.setObject(i + 1, value(rows, columns.get(i), write.get(i)));
                    }
                    row.addBatch();
                    if (++waiting % BATCH == 0) {
                        row.executeBatch();
                    }
                }
            }
            row.executeBatch();
        }
        if (count(from, table) != count(to, table)) {
            throw new SQLException("The copy of table " + table + " is not complete");
        }
    }

    private Object value(ResultSet row, String column, String name) throws SQLException {
        if (column.startsWith("k:")) {
            return Dialect.SQLITE.key(Dialect.H2.key(row, name));
        }
        if (column.startsWith("t:")) {
            return Dialect.SQLITE.column(Dialect.H2.instant(row, name));
        }
        return column.startsWith("b:") ? row.getBytes(name) : row.getObject(name);
    }

    /** What the earlier bridge had in work: it is marked as interrupted when it is claimed. */
    private void interrupted() throws SQLException {
        String key = shortKeys ? "lane_key" : "CAST(SUBSTRING(lane_key, 1, 32) AS uuid) AS lane_key";
        try (Statement select = from.createStatement();
                PreparedStatement update =
                        to.prepareStatement("UPDATE lane SET claim = ?, claimed_by = ? WHERE lane_key = ?");
                ResultSet rows = select.executeQuery(
                        "SELECT " + key + ", claim, claimed_by FROM lane WHERE claim IS NOT NULL")) {
            while (rows.next()) {
                update.setObject(1, Dialect.SQLITE.key(Dialect.H2.key(rows, "claim")));
                update.setString(2, rows.getString("claimed_by"));
                update.setObject(3, Dialect.SQLITE.key(Dialect.H2.key(rows, "lane_key")));
                update.executeUpdate();
            }
        }
    }

    /** The number of a message that was purged is not given again. */
    private void neverAgain() throws SQLException {
        long last;
        try (Statement statement = from.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT COALESCE(max(identity_base), 1) - 1 FROM information_schema.columns"
                                + " WHERE table_name = 'MESSAGE' AND column_name = 'ID'")) {
            row.next();
            last = row.getLong(1);
        }
        execute("INSERT INTO sqlite_sequence (name, seq) SELECT 'message', 0 WHERE NOT EXISTS"
                + " (SELECT 1 FROM sqlite_sequence WHERE name = 'message')");
        execute("UPDATE sqlite_sequence SET seq = max(seq, " + last + ") WHERE name = 'message'");
    }

    private static long count(Connection connection, String table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM " + table)) {
            row.next();
            return row.getLong(1);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = to.createStatement()) {
            statement.execute(sql);
        }
    }
}
