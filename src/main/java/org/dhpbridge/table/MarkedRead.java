package org.dhpbridge.table;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.dhpbridge.source.RawMessage;
import org.dhpbridge.source.SourceItem;
import org.dhpbridge.source.rows.RowMessages;

/**
 * Rows that are not marked yet, and their marks. They are read into memory, a few thousand at most and never a part of a group,
 * and the query is closed before anything is marked: a database that locks what it reads would wait for itself.
 *
 * <p>The messages' keys carry the number of the read. It rises when the marks are set: a row that is taken again because the
 * bridge died before it could mark it is known, and a row that somebody unmarks is news, even with the same values.
 */
final class MarkedRead extends TableRead {

    private static final int MOST_ROWS = 5000;
    private static final int MOST_BYTES = 32 << 20;
    private static final int MARKED_AT_ONCE = 500;

    private final DataSource database;
    private final NamedSql done;
    private final long number;
    private final List<Object[]> marks = new ArrayList<>();
    private final Iterator<SourceItem> items;
    private boolean more;
    private boolean committed;

    MarkedRead(DataSource database, TableSettings settings, NamedSql query, NamedSql done, long number) {
        this.database = database;
        this.done = done;
        this.number = number;
        String occasion = String.valueOf(number);
        RowMessages messages = new RowMessages(settings.feed());
        try (RowCursor cursor = new RowCursor(database, settings, query, null, messages, occasion)) {
            int[] columns = done.parameters().stream()
                    .mapToInt(parameter -> cursor.column(parameter, "done"))
                    .toArray();
            cursor.observe(row -> marks.add(values(row, columns)));
            items = read(messages.messages(cursor, occasion, ""), cursor).iterator();
        }
    }

    private static Object[] values(ResultSet row, int[] columns) throws SQLException {
        Object[] values = new Object[columns.length];
        for (int i = 0; i < columns.length; i++) {
            values[i] = row.getObject(columns[i]);
        }
        return values;
    }

    private List<SourceItem> read(RowMessages.Rows rows, RowCursor cursor) {
        List<SourceItem> read = new ArrayList<>();
        long bytes = 0;
        long through = 0;
        while (!more && rows.hasNext()) {
            SourceItem item = rows.next();
            read.add(item);
            bytes += item instanceof RawMessage message ? message.payload().length : 0;
            through = Math.max(through, rows.settled());
            more = through >= MOST_ROWS || through > 0 && bytes > MOST_BYTES;
        }
        read.addAll(cursor.takeProblems());
        if (more) {
            marks.subList((int) through, marks.size()).clear();
        }
        return read;
    }

    @Override
    protected void advance() {
        if (items.hasNext()) {
            handOut(items.next());
        } else {
            end();
        }
    }

    @Override
    public Optional<String> commit() {
        if (marks.isEmpty()) {
            return Optional.empty();
        }
        if (!committed) {
            mark();
            committed = true;
        }
        return Optional.of(String.valueOf(number + 1));
    }

    private void mark() {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(done.text())) {
            boolean changed = false;
            for (int i = 0; i < marks.size(); i++) {
                for (int parameter = 0; parameter < marks.get(i).length; parameter++) {
                    statement.setObject(parameter + 1, marks.get(i)[parameter]);
                }
                statement.addBatch();
                if ((i + 1) % MARKED_AT_ONCE == 0 || i + 1 == marks.size()) {
                    changed |= Arrays.stream(statement.executeBatch()).anyMatch(count -> count != 0);
                }
            }
            connection.commit();
            if (!changed) {
                throw new SourceDatabaseException(
                        "The rows are in the ledger, but the statement done changed none of them, so that they come again."
                                + " Look at its WHERE.",
                        null);
            }
        } catch (SQLException e) {
            throw SqlSentences.failure("The statement done (the rows are in the ledger)", e);
        }
    }

    @Override
    public boolean hasMore() {
        return more;
    }

    @Override
    protected void release() {
        // the query is closed already
    }
}
