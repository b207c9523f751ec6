package org.dhpbridge.ledger;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;
import java.util.Set;

/**
 * H2 closes a database for good when it cannot write its file: a full disk, a file system that went away. Its connections
 * are then taken out of the pool, so that the next one opens the database again, which works as soon as the disk does. H2's
 * SQL states do not tell the pool so; the codes are those of {@code org.h2.api.ErrorCode}.
 */
final class ClosedStore implements SQLExceptionOverride {

    private static final int GENERAL_ERROR = 50000;
    private static final int IO_EXCEPTION = 90028;
    private static final int IO_EXCEPTION_IN_FILE = 90031;
    private static final int DATABASE_IS_CLOSED = 90098;
    private static final int DATABASE_CALLED_AT_SHUTDOWN = 90121;
    private static final Set<Integer> CODES =
            Set.of(GENERAL_ERROR, IO_EXCEPTION, IO_EXCEPTION_IN_FILE, DATABASE_IS_CLOSED, DATABASE_CALLED_AT_SHUTDOWN);

    @java.lang.Override
    public Override adjudicate(SQLException failure) {
        return CODES.contains(failure.getErrorCode()) ? Override.MUST_EVICT : Override.CONTINUE_EVICT;
    }
}
