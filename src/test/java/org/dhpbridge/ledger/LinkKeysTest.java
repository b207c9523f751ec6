package org.dhpbridge.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

class LinkKeysTest extends LedgerFixture {

    private static final Links.Key ORDER = new Links.Key("ServiceRequest", "urn:lab", "A1/GLU");
    private static final Links.Key RESULT = new Links.Key("Observation", "urn:lab", "A1/GLU/1");
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

    /** It is PostgreSQL's still: both know ON CONFLICT, and neither knew kinds of keys. */
    private static final String OF_THE_RELEASE_BEFORE = Dialect.POSTGRESQL.upsertLink();

    private final LinkKeys keys = new LinkKeys(true);

    @Test
    void keysOfOneOrderLieTogetherAndEachIsItsOwn() {
        assertThat(group(RESULT))
                .isEqualTo(group(ORDER))
                .isEqualTo(group(new Links.Key("Specimen", "urn:lab", "A1")))
                .isNotEqualTo(group(new Links.Key("Observation", "urn:other-lab", "A1/GLU/1")))
                .isNotEqualTo(group(new Links.Key("Observation", "urn:lab", "A12/GLU/1")))
                .isNotEqualTo(group(new Links.Key("Observation", "urn:lab", "/GLU/1")));
        assertThat(keys.of(List.of(
                        ORDER,
                        RESULT,
                        new Links.Key("ServiceRequest", "urn:lab", "A1/GLU/1"),
                        new Links.Key("ServiceRequest", "urn:lab", "A1/"),
                        new Links.Key("ServiceRequest", "urn:lab", "A1"),
                        new Links.Key("ServiceRequest", "", "A1"),
                        new Links.Key("ServiceRequest", "urn:labA1", ""))))
                .hasSize(7);
    }

    private long group(Links.Key key) {
        return keys.of(key).getMostSignificantBits() >>> Short.SIZE;
    }

    @Test
    void linksOfAnEarlierLedgerAreFoundAndChangedUnderTheirKeysOfToday() {
        ofTheReleaseBefore(
                new Links.Link(ORDER, "17", "1", NOON, 6, "owned"), new Links.Link(RESULT, "18", "1", NOON, 0, null));
        Ledger ledger = open(Kind.SQLITE);

        assertThat(ledger.links().find(List.of(ORDER, RESULT)))
                .containsExactlyInAnyOrder(
                        new Links.Link(ORDER, "17", "1", NOON, 6, "owned"),
                        new Links.Link(RESULT, "18", "1", NOON, 0, null));
        assertThat(ledger.links().savedWithin(List.of(ORDER), Duration.ofDays(10_000)))
                .isTrue();

        end(ledger, "first", new LinkChanges(List.of(new Links.Link(ORDER, "17", "2", NOON, 4, null)), Set.of()));
        Links.Link changed = new Links.Link(ORDER, "17", "2", NOON, 6, "owned");
        assertThat(ledger.links().find(List.of(ORDER))).containsExactly(changed);
        assertThat(stored()).containsExactlyInAnyOrder(keys.of(ORDER), LinkKeys.ungrouped(RESULT));
        assertThat(newLedger("after a restart").links().find(List.of(ORDER))).containsExactly(changed);

        end(ledger, "second", new LinkChanges(List.of(), Set.of(RESULT)));
        assertThat(ledger.links().find(List.of(RESULT))).isEmpty();
        assertThat(stored()).containsExactly(keys.of(ORDER));
    }

    @Test
    void aLinkThatAnEarlierBridgeSavedAfterOursIsJoinedToIt() {
        end(
                open(Kind.SQLITE),
                "first",
                new LinkChanges(List.of(new Links.Link(ORDER, "17", "1", NOON, 6, "ours")), Set.of()));
        insert(
                raw(),
                Dialect.SQLITE,
                OF_THE_RELEASE_BEFORE,
                new Links.Link(ORDER, "19", "1", NOON.minusSeconds(1), 8, null));
        Ledger ledger = newLedger("ours again");

        assertThat(ledger.links().find(List.of(ORDER)))
                .containsExactly(new Links.Link(ORDER, "19", "1", NOON, 6, "ours"));
        end(
                ledger,
                "second",
                new LinkChanges(List.of(new Links.Link(ORDER, "19", "2", NOON.plusSeconds(2), 2, null)), Set.of()));
        assertThat(ledger.links().find(List.of(ORDER)))
                .containsExactly(new Links.Link(ORDER, "19", "2", NOON.plusSeconds(2), 2, "ours"));
        assertThat(stored()).containsExactly(keys.of(ORDER));
    }

    /** H2 keeps one kind of keys: the two must always say the same, whatever was there before and whoever wrote it. */
    @Test
    void whateverHappensTheLinksAreThoseOfALedgerWithOneKindOfKeys() {
        List<Links.Key> all = Stream.of("Observation", "Patient")
                .flatMap(type -> Stream.of("urn:a", "")
                        .flatMap(system -> Stream.of("A1", "A1/", "A1/b", "/A1", "", "Ўзбек/1")
                                .map(value -> new Links.Key(type, system, value))))
                .toList();
        Random random = new Random(7);
        try (LedgerDataSource other = LedgerDatabase.open(settings(Kind.H2, "model"))) {
            Ledger model = new Ledger(other, "bridge-1", LedgerContract.LEASE, LedgerContract.LONGEST_WORK, clock);
            Ledger ledger = open(Kind.SQLITE);
            for (int step = 0; step < 300; step++) {
                switch (random.nextInt(6)) {
                    case 0 -> {
                        Links.Link link = link(random, all);
                        insert(raw(other), Dialect.H2, Dialect.H2.upsertLink(), link);
                        insert(raw(), Dialect.SQLITE, OF_THE_RELEASE_BEFORE, link);
                        ledger = newLedger("bridge-1");
                    }
                    case 1 -> {
                        Set<Links.Key> gone = Set.copyOf(some(random, all));
                        end(model, "m" + step, new LinkChanges(List.of(), gone));
                        end(ledger, "m" + step, new LinkChanges(List.of(), gone));
                    }
                    case 2 -> ledger = newLedger("bridge-1");
                    default -> {
                        List<Links.Link> kept = List.of(link(random, all), link(random, all));
                        end(model, "m" + step, new LinkChanges(kept, Set.of()));
                        end(ledger, "m" + step, new LinkChanges(kept, Set.of()));
                    }
                }
                List<Links.Key> asked = some(random, all);
                assertThat(ledger.links().find(asked))
                        .as("step %d", step)
                        .containsExactlyInAnyOrderElementsOf(model.links().find(asked));
                assertThat(ledger.links().savedWithin(asked, Duration.ofDays(1)))
                        .isEqualTo(model.links().savedWithin(asked, Duration.ofDays(1)));
                clock.advance(Duration.ofHours(1));
            }
            assertThat(ledger.links().find(all)).hasSizeGreaterThan(10);
        }
    }

    private static List<Links.Key> some(Random random, List<Links.Key> all) {
        return all.stream().filter(key -> random.nextInt(4) == 0).toList();
    }

    private static Links.Link link(Random random, List<Links.Key> all) {
        int which = random.nextInt(all.size());
        return new Links.Link(
                all.get(which),
                "id" + random.nextInt(3),
                "v" + random.nextInt(100),
                which % 4 == 0 ? null : NOON.plusSeconds(random.nextInt(5)),
                random.nextInt(4),
                random.nextBoolean() ? null : "o" + random.nextInt(100));
    }

    private void end(Ledger ledger, String sourceKey, LinkChanges links) {
        ledger.receive(List.of(LedgerContract.message(sourceKey, sourceKey)));
        assertThat(WrittenEnds.delivered(ledger, ledger.claim(1).get(0), Result.NONE.withLinks(links), null))
                .isTrue();
    }

    private List<UUID> stored() {
        return raw().query("SELECT link_key FROM link", (row, i) -> Dialect.SQLITE.key(row, "link_key"));
    }

    private void ofTheReleaseBefore(Links.Link... links) {
        JdbcTemplate file = new JdbcTemplate(
                Sqlite.source(Sqlite.options(), settings(Kind.SQLITE).url()));
        Flyway.configure()
                .configuration(LedgerDatabase.migrations(file.getDataSource(), Dialect.SQLITE)
                        .getConfiguration())
                .target("32")
                .load()
                .migrate();
        for (Links.Link link : links) {
            insert(file, Dialect.SQLITE, OF_THE_RELEASE_BEFORE, link);
        }
    }

    private void insert(JdbcTemplate file, Dialect dialect, String upsert, Links.Link link) {
        file.update(
                upsert,
                dialect.key(LinkKeys.ungrouped(link.key())),
                link.key().resourceType(),
                link.serverId(),
                link.version(),
                dialect.column(link.eventTime()),
                link.statusRank(),
                link.owned(),
                dialect.column(clock.instant()));
    }
}
