package org.dhpbridge.table;

import java.util.Arrays;
import java.util.List;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.jdbc.core.namedparam.NamedParameterUtils;
import org.springframework.jdbc.core.namedparam.ParsedSql;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;

/**
 * A statement with named parameters, as JDBC takes it.
 *
 * @param text with a question mark for each parameter
 * @param parameters their names, in order; a name can stand more than once
 */
record NamedSql(String text, List<String> parameters) {

    /** Stands for any parameter, by its own name. */
    private static final SqlParameterSource NAMES = new SqlParameterSource() {
        @Override
        public boolean hasValue(String name) {
            return true;
        }

        @Override
        public Object getValue(String name) {
            return name;
        }
    };

    /** @throws SourceDatabaseException when it has unnamed parameters beside named ones */
    static NamedSql parse(String sql) {
        String one = sql.strip().replaceFirst(";\\s*$", "");
        try {
            ParsedSql parsed = NamedParameterUtils.parseSqlStatement(one);
            List<String> names = Arrays.stream(NamedParameterUtils.buildValueArray(parsed, NAMES, null))
                    .map(String::valueOf)
                    .toList();
            return new NamedSql(NamedParameterUtils.substituteNamedParameters(parsed, NAMES), names);
        } catch (InvalidDataAccessApiUsageException e) {
            throw new SourceDatabaseException(
                    "The statement holds a question mark beside named parameters. Give every parameter a name"
                            + " (:watermark); an operator with a question mark needs another spelling.",
                    e);
        }
    }
}
