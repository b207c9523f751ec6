package org.dhpbridge.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A bridge that starts on tables that a newer one has changed says so, once, and starts. */
class NewerTablesTest {

    private final Logger log = (Logger) LoggerFactory.getLogger(LedgerDatabase.class);
    private final ListAppender<ILoggingEvent> said = new ListAppender<>();

    @TempDir
    Path folder;

    @BeforeEach
    void listen() {
        said.start();
        log.addAppender(said);
    }

    @AfterEach
    void listenNoMore() {
        log.detachAppender(said);
    }

    @Test
    void inSqlite() throws Exception {
        saysWhichVersions("jdbc:sqlite:" + folder.resolve("ledger.db"), null, "34");
    }

    @Test
    void inH2() throws Exception {
        saysWhichVersions("jdbc:h2:file:" + folder.resolve("ledger"), "sa", "32");
    }

    @Test
    void inPostgres() throws Exception {
        saysWhichVersions(Postgres.newDatabase(), "postgres", "32");
    }

    private void saysWhichVersions(String url, String user, String known) throws Exception {
        String password = "postgres".equals(user) ? user : null;
        LedgerSettings settings = LedgerConfigurationTest.settings(url, user, password);
        LedgerDatabase.open(settings).close();
        LedgerDatabase.open(settings).close();
        assertThat(said.list).as("on tables of its own").isEmpty();

        try (Connection connection = DriverManager.getConnection(url, user, password);
                Statement statement = connection.createStatement()) {
            statement.execute(
                    """
                    INSERT INTO "flyway_schema_history" ("installed_rank", "version", "description", "type", "script",
                        "installed_by", "execution_time", "success")
                    VALUES (990, '99', 'of tomorrow', 'SQL', 'V99__of_tomorrow.sql', 'somebody', 1, true)""");
        }
        LedgerDatabase.open(settings).close();

        assertThat(said.list)
                .singleElement()
                .extracting(ILoggingEvent::getFormattedMessage)
                .asString()
                .startsWith("The tables of the ledger " + LedgerDatabase.place(url)
                        + " are of version 99, of a newer dhp-bridge; this one knows them up to version " + known
                        + ".");
    }
}
