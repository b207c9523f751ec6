package org.dhpbridge.ledger;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/** One PostgreSQL for all tests of this JVM, stopped when it ends. */
public final class Postgres {

    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static EmbeddedPostgres server;

    private Postgres() {}

    /** JDBC URL of a database that nobody else has; user and password are {@code postgres}. */
    public static synchronized String newDatabase() {
        try {
            if (server == null) {
                // What a power cut would leave of it no test asks: without it the server stops at once with the JVM.
                server = EmbeddedPostgres.builder()
                        .setPort(0)
                        .setServerConfig("fsync", "off")
                        .setServerConfig("full_page_writes", "off")
                        .start();
            }
            String name = "ledger" + DATABASES.incrementAndGet();
            try (Connection connection = server.getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE DATABASE " + name);
            }
            return "jdbc:postgresql://localhost:" + server.getPort() + "/" + name;
        } catch (IOException | SQLException e) {
            throw new IllegalStateException("The PostgreSQL of the tests does not start", e);
        }
    }
}
