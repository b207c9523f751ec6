package org.dhpbridge.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * A ledger that the release before this one wrote in H2, killed while it delivered the samples: 68 messages, 26 delivered,
 * 4 dead, 1 superseded, 37 due, two of them in work.
 */
final class LedgerOfTheReleaseBefore {

    private LedgerOfTheReleaseBefore() {}

    /** @return its file, a copy in the folder: {@code ledger.mv.db} */
    static Path in(Path folder) throws IOException {
        Path file = folder.resolve("ledger.mv.db");
        try (InputStream packed = LedgerOfTheReleaseBefore.class.getResourceAsStream("/ledger/h2-version-6.mv.db.gz");
                InputStream plain = new GZIPInputStream(packed)) {
            Files.copy(plain, file);
        }
        return file;
    }

    static Ledger open(LedgerDataSource source) {
        return new Ledger(source, "after", Duration.ofMinutes(1), Duration.ofMinutes(10), Clock.systemUTC());
    }

    /** Everything that people and workers see of a ledger, and the links as they are stored. */
    static List<Object> seen(LedgerDataSource source) {
        Ledger ledger = open(source);
        List<LedgerMessage> messages = ledger.list(MessageFilter.of().withLimit(1000));
        JdbcTemplate jdbc = new JdbcTemplate(source);
        Dialect dialect = source.dialect();
        return List.of(
                messages,
                messages.stream().map(message -> ledger.history(message.id())).toList(),
                messages.stream()
                        .map(message -> ledger.payload(message.id()).orElseThrow().length)
                        .toList(),
                ledger.summary(),
                ledger.unmapped(UnmappedFilter.all()),
                new TreeSet<>(jdbc.query(
                        "SELECT * FROM link",
                        (row, i) -> dialect.key(row, "link_key") + " " + row.getString("server_id") + " "
                                + row.getString("version") + " " + dialect.instant(row, "event_time") + " "
                                + row.getInt("status_rank") + " " + row.getString("owned") + " "
                                + dialect.instant(row, "saved_at"))),
                new TreeSet<>(
                        jdbc.query("SELECT source_key FROM received_key", (row, i) -> dialect.key(row, "source_key"))));
    }
}
