package org.dhpbridge.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.dhpbridge.ledger.Causes.Cause;
import org.dhpbridge.ledger.Reports.Span;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReportsTest extends LedgerFixture {

    private static final String REFUSED = LedgerContract.REFUSED.code();

    private Ledger ledger;
    private Reports reports;

    private void start(Kind kind) {
        ledger = open(kind);
        Database db = new Database(dataSource, clock);
        reports = new Reports(db, new Archive(db, new Vault(EncryptionKeys.none())));
    }

    private Instant receive(String source, String key, String subject) {
        Instant at = clock.instant();
        ledger.receive(List.of(LedgerContract.message(source, key, subject)));
        return at;
    }

    @ParameterizedTest
    @EnumSource
    void messagesAreCountedBySpanAndSource(Kind kind) {
        start(kind);
        Instant first = receive("hl7", "1", "a");
        clock.advance(Duration.ofHours(1));
        Instant second = receive("hl7", "2", "b");
        receive("csv", "3", "c");
        WrittenEnds.delivered(ledger, ledger.claim(1).get(0), Result.NONE, null);

        List<Span> spans = reports.spans(List.of(first, second), null);

        assertThat(spans).extracting(Span::received).containsExactly(1L, 2L);
        assertThat(spans.get(0).of(State.DELIVERED)).isEqualTo(1);
        assertThat(reports.spans(List.of(first), "csv").get(0).of(State.DUE)).isEqualTo(1);
        assertThat(reports.bySource(second)).isEqualTo(Map.of("csv", 1L, "hl7", 1L));
        assertThat(reports.newestBySource()).containsEntry("hl7", second).containsEntry("csv", second);
        assertThat(reports.oldestDue()).contains(second);
        assertThat(reports.spans(List.of(clock.instant().plusSeconds(1)), null)
                        .get(0)
                        .received())
                .isZero();
    }

    @ParameterizedTest
    @EnumSource
    void deadMessagesAreGroupedByCauseTheMostFrequentFirst(Kind kind) {
        start(kind);
        Instant first = receive("hl7", "1", "a");
        receive("hl7", "2", "b");
        clock.advance(Duration.ofHours(1));
        Instant last = receive("hl7", "3", "c");
        receive("csv", "4", "d");
        receive("csv", "5", null);
        List<Claimed> claimed = ledger.claim(4);
        claimed.subList(0, 3).forEach(one -> ledger.dead(one, LedgerContract.REFUSED, Result.NONE));
        ledger.dead(claimed.get(3), LedgerContract.DOWN, Result.NONE);

        Causes grouped = new Causes(new Database(dataSource, clock), reports);
        List<Cause> causes = grouped.all();

        assertThat(causes).hasSize(2);
        assertThat(causes.get(0))
                .isEqualTo(new Cause(
                        "hl7",
                        "",
                        "push",
                        REFUSED,
                        "",
                        null,
                        3,
                        3,
                        first,
                        last,
                        claimed.get(2).id()));
        assertThat(grouped.trends(List.of(first, last)).get(causes.get(0))).containsExactly(2, 1);
    }

    @ParameterizedTest
    @EnumSource
    void whatDifferentSystemsSentIsNotOneCause(Kind kind) {
        start(kind);
        String tooLong = "HOSPITAL".repeat(10);
        ledger.receive(List.of(
                LedgerContract.message("hl7", "1", "a").sentBy("HOSP1"),
                LedgerContract.message("hl7", "2", "b").sentBy("HOSP1"),
                LedgerContract.message("hl7", "3", "c").sentBy(tooLong),
                LedgerContract.message("hl7", "4", "d")));
        ledger.claim(4).forEach(one -> ledger.dead(one, LedgerContract.REFUSED, Result.NONE));
        Database db = new Database(dataSource, clock);
        ReplayJobs jobs = new ReplayJobs(db, new Journal(db, "bridge-1"));

        List<Cause> causes = new Causes(db, reports).all();

        assertThat(causes).extracting(Cause::from).containsExactlyInAnyOrder("HOSP1", tooLong.substring(0, 50), "hl7");
        assertThat(causes).extracting(Cause::key).doesNotHaveDuplicates();
        assertThat(causes).allSatisfy(cause -> assertThat(jobs.count(Selection.of(cause)))
                .isEqualTo(cause.from().equals("HOSP1") ? 2 : 1));
        Selection frozen = Selection.of(causes.get(0));
        assertThat(Selection.of(frozen.json())).isEqualTo(frozen);
    }
}
