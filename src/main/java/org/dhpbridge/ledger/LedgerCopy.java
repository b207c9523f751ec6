package org.dhpbridge.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Copies an H2 ledger, of version 6 or later, row by row into new tables of SQLite. */
final class LedgerCopy {

    private static final int COMPLETE = 6;
    private static final int BATCH = 1000;
    private static final String KEY = "UUID";
    private static final String TEXT = "CHARACTER VARYING";

    /** Made anew from the others, or of this process only. */
    private static final Set<String> NOT_COPIED = Set.of(
            "lane", "console_session", "message_count", "warning_count", "sqlite_sequence", "flyway_schema_history");

    private final Connection from;
    private final Connection to;
    private final Database old;

    LedgerCopy(Connection from, Connection to, Database old) {
        this.from = from;
        this.to = to;
        this.old = old;
    }

    /** @return how many messages there are */
    long all() throws SQLException {
        if (version() < COMPLETE) {
            LedgerDatabase.migrations(old.jdbc.getDataSource(), Dialect.H2).migrate();
        }
        execute("BEGIN");
        for (String table : tables()) {
            copy(table);
        }
        execute(Claims.LANES_OF_DUE);
        interrupted();
        execute("INSERT INTO message_count (source, state, shard, messages)"
                + " SELECT source, state, 0, count(*) FROM message GROUP BY source, state");
        execute("INSERT INTO warning_count (code, shard, messages)"
                + " SELECT code, 0, count(*) FROM message_warning GROUP BY code");
        execute(UnmappedCodes.OF_EARLIER_MESSAGES);
        execute(FailureCauses.OF_EARLIER_MESSAGES);
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

    /** Those of SQLite that H2 has too. */
    private List<String> tables() throws SQLException {
        List<String> tables = new ArrayList<>();
        try (Statement statement = to.createStatement();
                ResultSet rows = statement.executeQuery("SELECT name FROM sqlite_schema WHERE type = 'table'")) {
            while (rows.next()) {
                String table = rows.getString(1);
                if (!NOT_COPIED.contains(table) && !types(table).isEmpty()) {
                    tables.add(table);
                }
            }
        }
        return tables;
    }

    /** H2's data types by column. */
    private Map<String, String> types(String table) throws SQLException {
        Map<String, String> types = new LinkedHashMap<>();
        try (PreparedStatement statement =
                from.prepareStatement("SELECT column_name, data_type FROM information_schema.columns"
                        + " WHERE table_schema = 'PUBLIC' AND table_name = ?")) {
            statement.setString(1, table.toUpperCase(Locale.ROOT));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    types.put(rows.getString(1).toLowerCase(Locale.ROOT), rows.getString(2));
                }
            }
        }
        return types;
    }

    /** SQLite's declared types by column. */
    private Map<String, String> newTypes(String table) throws SQLException {
        Map<String, String> types = new LinkedHashMap<>();
        try (Statement statement = to.createStatement();
                ResultSet rows = statement.executeQuery("PRAGMA table_info(" + table + ")")) {
            while (rows.next()) {
                types.put(rows.getString("name"), rows.getString("type"));
            }
        }
        return types;
    }

    private void copy(String table) throws SQLException {
        Map<String, String> types = types(table);
        Map<String, String> newTypes = newTypes(table);
        if (!newTypes.keySet().containsAll(types.keySet())) {
            throw new SQLException("Table " + table + " has columns that its copy would not have");
        }
        execute("DELETE FROM " + table);
        List<String> columns = List.copyOf(types.keySet());
        String read = columns.stream()
                .map(column -> selected(column, types, newTypes))
                .collect(Collectors.joining(", "));
        String insert = "INSERT INTO " + table + " (" + String.join(", ", columns) + ") VALUES ("
                + "?, ".repeat(columns.size() - 1) + "?)";
        try (Statement select = from.createStatement();
                PreparedStatement row = to.prepareStatement(insert)) {
            select.setFetchSize(BATCH);
            int waiting = 0;
            try (ResultSet rows = select.executeQuery("SELECT " + read + " FROM " + table)) {
                while (rows.next()) {
                    for (int i = 0; i < columns.size(); i++) {
                        String column = columns.get(i);
                        String type = isLongKey(types, newTypes, column) ? KEY : types.get(column);
                        row.setObject(i + 1, value(rows, column, type));
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

    private static String selected(String column, Map<String, String> types, Map<String, String> newTypes) {
        return isLongKey(types, newTypes, column)
                ? "CAST(SUBSTRING(" + column + ", 1, 32) AS uuid) AS " + column
                : column;
    }

    /** Keys were 64 digits before they were 16 bytes. */
    private static boolean isLongKey(Map<String, String> types, Map<String, String> newTypes, String column) {
        return types.get(column).equals(TEXT) && newTypes.get(column).equalsIgnoreCase("blob");
    }

    private static Object value(ResultSet row, String column, String type) throws SQLException {
        return switch (type) {
            case KEY -> Dialect.SQLITE.key(Dialect.H2.key(row, column));
            case "TIMESTAMP WITH TIME ZONE" -> Dialect.SQLITE.column(Dialect.H2.instant(row, column));
            case "BINARY VARYING" -> row.getBytes(column);
            default -> row.getObject(column);
        };
    }

    /** What the earlier bridge had in work: it is marked as interrupted when it is claimed. */
    private void interrupted() throws SQLException {
        String key = selected("lane_key", types("lane"), newTypes("lane"));
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
