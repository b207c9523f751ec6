package org.dhpbridge.source.rows;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.SQLException;

/** A column of a row whose value the database's driver cannot hand over. */
public final class UnreadableColumnException extends SQLException {

    private final String column;
    private final transient ObjectNode row;

    UnreadableColumnException(String column, ObjectNode row, SQLException cause) {
        super("The column " + column + " cannot be read", cause.getSQLState(), cause.getErrorCode(), cause);
        this.column = column;
        this.row = row;
    }

    /** Its label in the query. */
    public String column() {
        return column;
    }

    /** What can be read of the row. */
    public ObjectNode row() {
        return row;
    }
}
