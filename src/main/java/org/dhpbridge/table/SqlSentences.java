package org.dhpbridge.table;

import java.sql.SQLException;
import java.util.Set;
import org.dhpbridge.kernel.CauseChain;

/**
 * What a database's error means for the person who must act. The database's own words stand in the sentence only where they can
 * speak of connections and statements alone; elsewhere they may quote rows.
 */
final class SqlSentences {

    private static final int LONGEST_QUOTE = 300;

    /** Wrong user or password: of MariaDB and MySQL, SQL Server, Oracle, Firebird; the others say it by SQLSTATE 28. */
    private static final Set<Integer> REFUSED = Set.of(1044, 1045, 18456, 1017, 335544472);

    private SqlSentences() {}

    /** @param doing what failed, as {@code The query} */
    static SourceDatabaseException failure(String doing, SQLException thrown) {
        return failure(doing, thrown, true);
    }

    /** The same of a statement whose parameters are values of rows: a driver may have written them into it. */
    static SourceDatabaseException failureWithValues(String doing, SQLException thrown) {
        return failure(doing, thrown, false);
    }

    private static SourceDatabaseException failure(String doing, SQLException thrown, boolean quotable) {
        SQLException e = CauseChain.deepest(thrown, SQLException.class).orElse(thrown);
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        String code = " (SQLSTATE " + (state.isEmpty() ? "unknown" : state) + ", error " + e.getErrorCode() + ")";
        if (state.startsWith("28") || REFUSED.contains(e.getErrorCode())) {
            return new SourceDatabaseException(
                    "The database refuses user or password" + code + ". Correct user and password of the source.", e);
        }
        if (state.startsWith("08") || e.getCause() instanceof java.io.IOException) {
            return new SourceDatabaseException(
                    "The database cannot be reached" + code + words(e, quotable)
                            + " Look whether it runs, at the url of the source, and at the network.",
                    e);
        }
        if (state.equals("42501") || e.getErrorCode() == 1142 || e.getErrorCode() == 229) {
            return new SourceDatabaseException(
                    doing + " is not allowed for this user" + code + words(e, quotable) + " Grant what it needs.", e);
        }
        if (state.startsWith("42") || state.startsWith("3D") || state.startsWith("S0")) {
            return new SourceDatabaseException(
                    doing + " is not understood by the database" + code + words(e, quotable)
                            + " Correct the statement; a source with a watermark of numbers also needs a number as its start.",
                    e);
        }
        return new SourceDatabaseException(doing + " failed" + code + words(e, false), e);
    }

    private static String words(SQLException e, boolean quotable) {
        return quotable
                ? ": " + quote(e)
                : ". Run it with a client of the database to see its words, which may hold patients' data and therefore do not"
                        + " stand here.";
    }

    private static String quote(SQLException e) {
        String words = String.valueOf(e.getMessage()).replaceAll("\\s+", " ").strip();
        String cut = words.length() > LONGEST_QUOTE ? words.substring(0, LONGEST_QUOTE) + " …" : words;
        return cut.endsWith(".") ? cut : cut + ".";
    }
}
