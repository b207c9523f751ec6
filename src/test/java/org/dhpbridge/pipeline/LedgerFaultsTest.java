package org.dhpbridge.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.h2.jdbc.JdbcSQLNonTransientException;
import org.h2.mvstore.MVStoreException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import org.yaml.snakeyaml.Yaml;

/** A ledger that fails is never taken for a fault of a message or of the bridge, whatever stands below as a cause. */
class LedgerFaultsTest {

    private static final Path FAILURES = Path.of("routes/pipeline/failures.yaml");

    static Stream<Exception> faults() {
        IOException full = new IOException("No space left on device");
        MVStoreException closed = new MVStoreException(4, "The file is closed");
        closed.initCause(full);
        SQLException h2 = new JdbcSQLNonTransientException("General error", "", "HY000", 50000, closed, "");
        SQLException away =
                new PSQLException("Refused", PSQLState.CONNECTION_UNABLE_TO_CONNECT, new ConnectException("refused"));
        SQLException brokenOff = new PSQLException("EOF", PSQLState.CONNECTION_FAILURE, new EOFException());
        SQLException busy = new SQLiteException("The database is locked", SQLiteErrorCode.SQLITE_BUSY);
        SQLException pool = new SQLTransientConnectionException("ledger - Connection is not available", away);
        return Stream.of(
                new UncategorizedSQLException("commit", null, h2),
                new CannotGetJdbcConnectionException("Failed", pool),
                new CannotGetJdbcConnectionException("Failed", h2),
                new DataAccessResourceFailureException("begin", brokenOff),
                new CannotAcquireLockException("begin", busy),
                new QueryTimeoutException("commit", brokenOff));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void theClauseOfTheLedgerIsTaken(Exception fault) throws Exception {
        for (String configuration : List.of("failures", "receiving", "claiming")) {
            Map<String, String> clauses = clauses(configuration);

            assertThat(taken(clauses, fault))
                    .as(configuration)
                    .isEqualTo(clauses.get("org.springframework.dao.DataAccessException"));
        }
    }

    /** The clause that Camel takes. */
    private static String taken(Map<String, String> clauses, Exception fault) throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    clauses.forEach((exception, clause) ->
                            onException(type(exception)).handled(true).setBody(constant(clause)));
                    from("direct:failing").throwException(fault);
                }
            });
            camel.start();
            return camel.createProducerTemplate().requestBody("direct:failing", "", String.class);
        }
    }

    /** What each exception of a route configuration leads to, by the name of its class. */
    private static Map<String, String> clauses(String configuration) throws IOException {
        Map<String, String> clauses = new LinkedHashMap<>();
        List<Map<String, Map<String, Object>>> all = new Yaml().load(Files.readString(FAILURES));
        for (Map<String, Map<String, Object>> one : all) {
            Map<String, Object> found = one.get("routeConfiguration");
            if (configuration.equals(found.get("id"))) {
                for (Object item : (List<?>) found.get("onException")) {
                    Map<?, ?> clause = (Map<?, ?>) ((Map<?, ?>) item).get("onException");
                    ((List<?>) clause.get("exception"))
                            .forEach(exception -> clauses.put(exception.toString(), clause.toString()));
                }
            }
        }
        return clauses;
    }

    private static Class<? extends Throwable> type(String name) {
        try {
            return Class.forName(name).asSubclass(Throwable.class);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
