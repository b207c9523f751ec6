package org.dhpbridge.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.sqlite.core.DB;
import org.sqlite.jdbc4.JDBC4PreparedStatement;

/** One that its connection keeps when it is closed, unless it failed: see {@link SqliteConnection}. */
final class SqliteStatement extends JDBC4PreparedStatement {

    private final SqliteConnection connection;
    private boolean isKept;
    private boolean failed;

    SqliteStatement(SqliteConnection connection, String sql) throws SQLException {
        super(connection, sql);
        this.connection = connection;
    }

    SqliteStatement opened() {
        isKept = false;
        return this;
    }

    /** With the columns that were found when it ran: a connection prepares by the tables as it knew them, and looks anew when it runs. */
    @Override
    public ResultSet getResultSet() throws SQLException {
        rs.colsMeta = pointer.safeRun(DB::column_names);
        return super.getResultSet();
    }

    @Override
    protected <T> T withConnectionTimeout(SQLCallable<T> execution) throws SQLException {
        failed = true;
        T result = super.withConnectionTimeout(execution);
        failed = false;
        return result;
    }

    /** A statement that is not reset keeps its transaction open, and one that keeps its parameters keeps what is a patient's. */
    @Override
    public void close() throws SQLException {
        if (isKept) {
            return;
        }
        if (failed || pointer.isClosed() || isCloseOnCompletion()) {
            end();
            return;
        }
        rs.close();
        pointer.safeRunConsume(DB::reset);
        pointer.safeRunConsume(DB::clear_bindings);
        clearGeneratedKeys();
        clearBatch();
        batch = null;
        setLargeMaxRows(0);
        setQueryTimeout(0);
        isKept = true;
        connection.keep(sql, this);
    }

    @Override
    public boolean isClosed() {
        return isKept || super.isClosed();
    }

    void end() throws SQLException {
        super.close();
    }
}
