package org.dhpbridge.table;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.NavigableMap;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.dhpbridge.source.SourceItem;
import org.dhpbridge.source.UnreadableFileException;
import org.dhpbridge.source.rows.JdbcRows;
import org.dhpbridge.source.rows.RowMessages;
import org.dhpbridge.source.rows.UnreadableColumnException;

/** The rows of a query, fetched in portions. A row that cannot be read becomes an empty one, and a problem beside it. */
final class RowCursor implements Iterator<ObjectNode>, AutoCloseable {

    /** Looks at each row before it is read. */
    interface Observer {
        void row(ResultSet row) throws SQLException;
    }

    private static final int FETCHED_AT_ONCE = 500;
    private static final String DOING = "The query";

    private final RowMessages messages;
    private final String occasion;
    private final Connection connection;
    private ResultSet result;
    private JdbcRows rows;
    private Observer observer = row -> {};
    private final NavigableMap<Long, SourceItem> problems = new TreeMap<>();
    private Boolean onRow;
    private long count;

    /** @param parameter of all the query's parameters; null when it has none */
    RowCursor(
            DataSource database,
            TableSettings settings,
            NamedSql query,
            Object parameter,
            RowMessages messages,
            String occasion) {
        this.messages = messages;
        this.occasion = occasion;
        try {
            connection = database.getConnection();
        } catch (SQLException e) {
            throw SqlSentences.failure("Connecting", e);
        }
        try {
            PreparedStatement statement = connection.prepareStatement(query.text());
            statement.setFetchSize(FETCHED_AT_ONCE);
            for (int i = 1; i <= query.parameters().size(); i++) {
                statement.setObject(i, parameter);
            }
            result = statement.executeQuery();
            rows = new JdbcRows(result, settings.feed(), settings.zone());
        } catch (SQLException e) {
            close();
            throw SqlSentences.failure(DOING, e);
        } catch (UnreadableFileException e) {
            close();
            throw new SourceDatabaseException(e.getMessage(), e);
        }
    }

    void observe(Observer each) {
        observer = each;
    }

    /** @throws SourceDatabaseException when the query has no such column */
    int column(String label, String parameter) {
        try {
            return result.findColumn(label);
        } catch (SQLException e) {
            close();
            throw new SourceDatabaseException(
                    "The query has no column " + label + ", which the parameter " + parameter
                            + " of the source names. Add it to the SELECT.",
                    e);
        }
    }

    @Override
    public boolean hasNext() {
        if (onRow == null) {
            try {
                onRow = result.next();
            } catch (SQLException e) {
                throw SqlSentences.failure(DOING, e);
            }
        }
        return onRow;
    }

    @Override
    public ObjectNode next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        onRow = null;
        count++;
        try {
            observer.row(result);
            return rows.row();
        } catch (UnreadableColumnException e) {
            problems.put(count, unreadable(e));
            return JsonNodeFactory.instance.objectNode();
        } catch (SQLException e) {
            throw SqlSentences.failure(DOING, e);
        }
    }

    private SourceItem unreadable(UnreadableColumnException e) {
        try {
            if (!connection.isValid(5)) {
                throw SqlSentences.failure(DOING, e);
            }
        } catch (SQLException lost) {
            throw SqlSentences.failure(DOING, lost);
        }
        return messages.unreadable(
                e.row(),
                occasion,
                "row " + count,
                "The column " + e.column() + " of this row cannot be read (SQLSTATE " + e.getSQLState()
                        + "): the database's driver does not hand its value over. Correct the value, or convert it to a text"
                        + " in the query (CAST).");
    }

    /**
     * Rows that could not be read since the last call: their number, from 1 → the problem.
     *
     * @param last row that counts; those behind it are left
     */
    NavigableMap<Long, SourceItem> takeProblems(long last) {
        NavigableMap<Long, SourceItem> wanted = problems.headMap(last, true);
        NavigableMap<Long, SourceItem> taken = new TreeMap<>(wanted);
        wanted.clear();
        return taken;
    }

    /** Gives the connection back, which ends the query. */
    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw SqlSentences.failure("Closing the connection", e);
        }
    }
}
