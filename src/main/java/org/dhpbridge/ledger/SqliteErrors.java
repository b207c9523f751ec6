package org.dhpbridge.ledger;

import java.sql.SQLException;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.support.SQLExceptionTranslator;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What SQLite's result codes mean (sqlite.org/rescode.html); its errors have no SQL state. */
final class SqliteErrors implements SQLExceptionTranslator {

    private static final int PRIMARY_CODE = 0xFF;

    /** Whether another process has the file. */
    static boolean isBusy(SQLException e) {
        return e instanceof SQLiteException sqlite
                && (sqlite.getResultCode().code & PRIMARY_CODE) == SQLiteErrorCode.SQLITE_BUSY.code;
    }

    @Override
    public DataAccessException translate(String task, String sql, SQLException e) {
        String message = task + (sql == null ? "" : "; SQL [" + sql + "]");
        if (!(e instanceof SQLiteException sqlite)) {
            return new UncategorizedSQLException(task, sql, e);
        }
        SQLiteErrorCode code = sqlite.getResultCode();
        if (code == SQLiteErrorCode.SQLITE_CONSTRAINT_PRIMARYKEY
                || code == SQLiteErrorCode.SQLITE_CONSTRAINT_UNIQUE
                || code == SQLiteErrorCode.SQLITE_CONSTRAINT_ROWID) {
            return new DuplicateKeyException(message, e);
        }
        return switch (code.code & PRIMARY_CODE) {
            case 19 /* SQLITE_CONSTRAINT */ -> new DataIntegrityViolationException(message, e);
            case 6 /* SQLITE_LOCKED */ -> new CannotAcquireLockException(message, e);
            // Busy: another process has had the file for longer than one waits; to try the same at once would be to
            // wait again.
            case 5, 7, 8, 10, 11, 13, 14, 26
                /* BUSY, NOMEM, READONLY, IOERR, CORRUPT, FULL, CANTOPEN, NOTADB */ ->
                new DataAccessResourceFailureException(message, e);
            default -> new UncategorizedSQLException(task, sql, e);
        };
    }
}
