package org.dhpbridge.ledger;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.sqlite.JDBC;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.sqlite.jdbc4.JDBC4Connection;

/**
 * A connection that keeps its prepared statements when they are closed: SQLite compiles a statement each time it is prepared,
 * which takes longer than most of the ledger's statements run. Of one thread at a time; whoever closed a statement must not touch it
 * again, for it may be another's by then (the pool and {@code JdbcTemplate} see to that).
 */
final class SqliteConnection extends JDBC4Connection {

    /** What works on messages has some forty; people's searches come in many more. */
    private static final int MOST_KEPT = 64;

    private final Map<String, SqliteStatement> kept = new LinkedHashMap<>();

    private SqliteConnection(String url, Properties options) throws SQLException {
        super(url, url.substring(JDBC.PREFIX.length()), options);
    }

    static SQLiteDataSource source(SQLiteConfig options, String url) {
        SQLiteDataSource source = new SQLiteDataSource(options) {
            @Override
            public SqliteConnection getConnection(String user, String password) throws SQLException {
                return new SqliteConnection(getUrl(), getConfig().toProperties());
            }
        };
        source.setUrl(url);
        return source;
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int type, int concurrency, int holdability)
            throws SQLException {
        checkOpen();
        checkCursor(type, concurrency, holdability);
        SqliteStatement again = kept.remove(sql);
        return again == null ? new SqliteStatement(this, sql) : again.opened();
    }

    /** In the place of one of the same text, or of the one that was used longest ago. */
    void keep(String sql, SqliteStatement statement) throws SQLException {
        SqliteStatement other = kept.remove(sql);
        kept.put(sql, statement);
        if (other == null && kept.size() > MOST_KEPT) {
            other = kept.remove(kept.keySet().iterator().next());
        }
        if (other != null) {
            other.end();
        }
    }

    /** What was kept is compiled anew, for the transaction that is undone may have changed the tables. */
    void forget() throws SQLException {
        for (SqliteStatement statement : kept.values()) {
            statement.end();
        }
        kept.clear();
    }
}
