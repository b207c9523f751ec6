package org.dhpbridge.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Rows of code tables that people edit while the bridges run: drafts, and what was published, version by version. All bridges on
 * the ledger go by the newest version; the files of the tables stay as they are.
 */
public final class CodeEdits {

    /** Who published what when. */
    public record Version(long version, String who, String why, Instant at, long rows) {}

    private record Key(String table, String source, String from) {}

    private final Database db;

    CodeEdits(Database db) {
        this.db = db;
    }

    /** The newest version; 0 before the first. */
    public long version() {
        return db.sql
                .sql("SELECT COALESCE(max(version), 0) FROM code_version")
                .query(Long.class)
                .single();
    }

    /** All rows that count now. */
    public List<CodeRow> published() {
        Map<Key, CodeRow> rows = new LinkedHashMap<>();
        db.sql
                .sql("SELECT * FROM code_row ORDER BY version, code_table, source, from_text")
                .query((row, i) -> {
                    Key key = new Key(row.getString("code_table"), row.getString("source"), row.getString("from_text"));
                    return row.getString("columns") == null ? rows.remove(key) : rows.put(key, row(row));
                })
                .list();
        return List.copyOf(rows.values());
    }

    /** The newest first. */
    public List<Version> versions(int limit) {
        return db.sql
                .sql(
                        "SELECT v.version, v.who, v.why, v.at, (SELECT count(*) FROM code_row r WHERE r.version = v.version)"
                                + " FROM code_version v ORDER BY v.version DESC LIMIT ?")
                .param(limit)
                .query((row, i) -> new Version(
                        row.getLong(1),
                        row.getString(2),
                        row.getString(3),
                        Instant.ofEpochMilli(row.getLong(4)),
                        row.getLong(5)))
                .list();
    }

    /** The rows that are not published yet, by table and code. */
    public List<CodeRow> drafts() {
        return db.sql
                .sql("SELECT * FROM code_draft ORDER BY code_table, from_text, source")
                .query((row, i) -> row(row))
                .list();
    }

    /** In place of an earlier draft of the same code. */
    public void draft(CodeRow row, String who) {
        db.inTransaction(() -> {
            delete(row);
            return db.jdbc.update(
                    "INSERT INTO code_draft (code_table, source, from_text, columns, who, changed_at) VALUES (?, ?, ?, ?, ?, ?)",
                    row.table(),
                    row.source(),
                    row.from(),
                    json(row),
                    Database.text(who),
                    db.now().toEpochMilli());
        });
    }

    /** Forgets the draft of the code, if there is one. */
    public void drop(CodeRow row) {
        db.inTransaction(() -> delete(row));
    }

    private int delete(CodeRow row) {
        return db.jdbc.update(
                "DELETE FROM code_draft WHERE code_table = ? AND source = ? AND from_text = ?",
                row.table(),
                row.source(),
                row.from());
    }

    /**
     * Makes drafts count, as one version.
     *
     * @return the version
     */
    public long publish(List<CodeRow> rows, String who, String why) {
        return db.inDurableTransaction(() -> {
            long version = begin(who, why);
            rows.forEach(row -> {
                insert(version, row, json(row));
                delete(row);
            });
            return version;
        });
    }

    /**
     * Takes a published row back: its file counts again.
     *
     * @return the version
     */
    public long withdraw(CodeRow row, String who, String why) {
        return db.inDurableTransaction(() -> {
            long version = begin(who, why);
            insert(version, row, null);
            return version;
        });
    }

    private long begin(String who, String why) {
        long version = version() + 1;
        db.jdbc.update(
                "INSERT INTO code_version (version, who, why, at) VALUES (?, ?, ?, ?)",
                version,
                Database.text(who),
                Database.text(why),
                db.now().toEpochMilli());
        return version;
    }

    private void insert(long version, CodeRow row, String columns) {
        db.jdbc.update(
                "INSERT INTO code_row (version, code_table, source, from_text, columns) VALUES (?, ?, ?, ?, ?)",
                version,
                row.table(),
                row.source(),
                row.from(),
                columns);
    }

    private static String json(CodeRow row) {
        ObjectNode columns = JsonNodeFactory.instance.objectNode();
        row.columns().forEach(columns::put);
        return columns.toString();
    }

    private static CodeRow row(ResultSet row) throws SQLException {
        JsonNode columns = Database.json(row.getString("columns"));
        Map<String, String> named = new LinkedHashMap<>();
        Objects.requireNonNull(columns)
                .properties()
                .forEach(column -> named.put(column.getKey(), column.getValue().asText()));
        return new CodeRow(row.getString("code_table"), row.getString("source"), row.getString("from_text"), named);
    }
}
