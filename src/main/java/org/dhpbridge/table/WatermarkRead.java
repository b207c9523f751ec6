package org.dhpbridge.table;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;
import javax.sql.DataSource;
import org.dhpbridge.source.rows.RowMessages;
import org.dhpbridge.source.rows.Watermark;

/** Rows from a watermark on, in portions as they are asked for, however many there are. */
final class WatermarkRead extends TableRead {

    private final TableSettings settings;
    private final Optional<Watermark> before;
    private final Clock clock;
    private final RowCursor cursor;
    private final RowMessages.Rows rows;
    private final int column;
    private Watermark highest;

    WatermarkRead(
            DataSource database,
            TableSettings settings,
            NamedSql query,
            Watermark from,
            Optional<Watermark> before,
            Clock clock) {
        this.settings = settings;
        this.before = before;
        this.clock = clock;
        RowMessages messages = new RowMessages(settings.feed());
        cursor = new RowCursor(database, settings, query, from.parameter(), messages, "");
        column = cursor.column(settings.watermark(), "watermark");
        cursor.observe(this::note);
        rows = messages.messages(cursor, "", "");
    }

    private void note(ResultSet row) throws SQLException {
        try {
            Watermark mark = Watermark.of(row, column);
            if (mark != null && (highest == null || mark.isBeyond(highest))) {
                highest = mark;
            }
        } catch (IllegalArgumentException e) {
            throw new SourceDatabaseException(
                    "The column " + settings.watermark()
                            + " is neither a time nor a whole number, so that it cannot be a"
                            + " watermark. Name another column, or convert it in the query (CAST).",
                    e);
        }
    }

    @Override
    protected void advance() {
        if (rows.hasNext()) {
            handOut(rows.next());
        } else {
            end();
        }
        cursor.takeProblems(Long.MAX_VALUE).values().forEach(this::handOut);
    }

    @Override
    public Optional<String> commit() {
        return Optional.ofNullable(highest)
                .map(mark -> mark.until(clock.instant(), settings.zone()))
                .filter(mark -> before.isEmpty() || mark.isBeyond(before.get()))
                .map(Watermark::toString);
    }

    @Override
    public boolean hasMore() {
        return false;
    }

    @Override
    protected void release() {
        cursor.close();
    }
}
