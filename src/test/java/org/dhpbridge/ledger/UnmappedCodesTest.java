package org.dhpbridge.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dhpbridge.ledger.LedgerContract.DOWN;
import static org.dhpbridge.ledger.LedgerContract.REFUSED;
import static org.dhpbridge.ledger.LedgerContract.message;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UnmappedCodesTest extends LedgerFixture {

    private static final UnmappedCode UNIT = new UnmappedCode("units", "", "у.е.");
    private static final UnmappedCode TEST = new UnmappedCode("lab-tests", "LAB1", "K-17");
    private static final UnmappedCode OF_ANOTHER = new UnmappedCode("lab-tests", "LAB2", "K-17");

    private static Result with(UnmappedCode... codes) {
        return new Result("csv/lab-results", "3f2a", "pack", null, null, Set.of(codes));
    }

    private static List<String> counts(Ledger ledger) {
        return ledger.unmapped(UnmappedFilter.all()).stream()
                .map(u -> u.code().system() + " " + u.code().code() + " " + u.messages())
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void aMessageCountsOnceHoweverOftenItIsTriedAndReplayed(Kind kind) {
        Ledger ledger = open(kind);
        Instant first = clock.instant();
        ledger.receive(List.of(message("1", "a"), message("2", "b")));
        List<Claimed> both = ledger.claim(2);
        ledger.retryAt(both.get(0), clock.instant(), DOWN, true, Result.NONE);
        ledger.dead(ledger.claim(1).get(0), REFUSED, with(UNIT, TEST));
        WrittenEnds.delivered(ledger, both.get(1), with(UNIT, OF_ANOTHER), null);
        assertThat(counts(ledger)).containsExactlyInAnyOrder("units у.е. 2", "LAB1 K-17 1", "LAB2 K-17 1");

        clock.advance(Duration.ofHours(1));
        ledger.replay(both.get(0).id(), "aziza", null);
        WrittenEnds.delivered(ledger, ledger.claim(1).get(0), with(UNIT, TEST), null);

        assertThat(counts(ledger)).containsExactlyInAnyOrder("units у.е. 2", "LAB1 K-17 1", "LAB2 K-17 1");
        UnmappedCount unit = ledger.unmapped(UnmappedFilter.all()).get(0);
        assertThat(unit)
                .isEqualTo(new UnmappedCount(
                        UNIT, 2, first, clock.instant(), both.get(0).id()));
    }

    @ParameterizedTest
    @EnumSource
    void aCodeThatTheReplayMappedIsTakenOutAndAFailureBeforeTheMappingTakesNothingOut(Kind kind) {
        Ledger ledger = open(kind);
        ledger.receive(List.of(message("1", "a"), message("2", "b")));
        ledger.claim(2).forEach(c -> WrittenEnds.delivered(ledger, c, with(UNIT, TEST), null));

        ledger.replay(1, "aziza", null);
        ledger.dead(ledger.claim(1).get(0), REFUSED, Result.NONE);
        assertThat(counts(ledger)).containsExactlyInAnyOrder("units у.е. 2", "LAB1 K-17 2");

        ledger.replay(List.of(1L, 2L), ReplayTerms.now("aziza", "The unit has a row now."));
        ledger.claim(2).forEach(c -> WrittenEnds.delivered(ledger, c, with(TEST), null));
        assertThat(counts(ledger)).containsExactly("LAB1 K-17 2");
    }

    @ParameterizedTest
    @EnumSource
    void theListFiltersPagesAndForgets(Kind kind) {
        Ledger ledger = open(kind);
        ledger.receive(List.of(message("1", "a"), message("2", "b"), message("3", "c")));
        List<Claimed> claimed = ledger.claim(3);
        WrittenEnds.delivered(ledger, claimed.get(0), with(UNIT, TEST), null);
        clock.advance(Duration.ofDays(1));
        Instant today = clock.instant();
        WrittenEnds.delivered(ledger, claimed.get(1), with(UNIT), null);

        assertThat(ledger.unmapped(new UnmappedFilter("units", null, null, null, 10, 0)))
                .hasSize(1);
        assertThat(ledger.unmapped(new UnmappedFilter(null, "LAB1", "K-17", null, 10, 0)))
                .hasSize(1);
        assertThat(ledger.unmapped(new UnmappedFilter(null, null, null, today, 10, 0)))
                .extracting(UnmappedCount::code)
                .containsExactly(UNIT);
        assertThat(ledger.unmapped(new UnmappedFilter(null, null, null, null, 1, 1)))
                .extracting(UnmappedCount::code)
                .containsExactly(TEST);
        assertThat(ledger.forgetUnmapped(new UnmappedFilter("units", null, null, null, 1, 0)))
                .isEqualTo(1);
        assertThat(counts(ledger)).containsExactly("LAB1 K-17 1");

        ledger.replay(1, "aziza", null);
        WrittenEnds.delivered(ledger, ledger.claim(1).get(0), with(UNIT, TEST), null);
        assertThat(counts(ledger)).containsExactlyInAnyOrder("units у.е. 1", "LAB1 K-17 1");
    }

    @ParameterizedTest
    @EnumSource
    void aTextInTheCodeFieldIsCutOff(Kind kind) {
        Ledger ledger = open(kind);
        ledger.receive(List.of(message("1", "a")));
        String sentence = "Беморнинг онаси айтишича, икки ҳафтадан бери ".repeat(9) + "\0";
        WrittenEnds.delivered(
                ledger, ledger.claim(1).get(0), with(new UnmappedCode("units", sentence, sentence)), null);

        UnmappedCode kept = ledger.unmapped(UnmappedFilter.all()).get(0).code();
        assertThat(kept.code()).hasSize(UnmappedCode.LONGEST).endsWith("…");
        assertThat(kept.system()).isEqualTo(kept.code());
    }

    @ParameterizedTest
    @EnumSource
    void manyWorkersOfTwoBridgesCountEachMessageOnce(Kind kind) throws Exception {
        Ledger ledger = open(kind);
        List<UnmappedCode> codes = IntStream.range(0, 5)
                .mapToObj(i -> new UnmappedCode("units", "", "u" + i))
                .toList();
        ledger.receive(
                IntStream.range(0, 120).mapToObj(i -> message("m" + i, "s" + i)).toList());
        List<Callable<Integer>> workers = new ArrayList<>();
        for (int w = 0; w < 4; w++) {
            Ledger mine = w % 2 == 0 ? ledger : newLedger("bridge-2");
            Random random = new Random(w);
            workers.add(() -> {
                int done = 0;
                for (List<Claimed> c = mine.claim(3); !c.isEmpty(); c = mine.claim(3)) {
                    for (Claimed claimed : c) {
                        List<UnmappedCode> shuffled = new ArrayList<>(codes);
                        Collections.shuffle(shuffled, random);
                        assertThat(WrittenEnds.delivered(
                                        mine, claimed, with(shuffled.toArray(UnmappedCode[]::new)), null))
                                .isTrue();
                        done++;
                    }
                }
                return done;
            });
        }

        LedgerContract.inParallel(workers);
        for (List<Claimed> c = ledger.claim(50); !c.isEmpty(); c = ledger.claim(50)) {
            c.forEach(
                    claimed -> WrittenEnds.delivered(ledger, claimed, with(codes.toArray(UnmappedCode[]::new)), null));
        }

        assertThat(counts(ledger))
                .containsExactlyInAnyOrder(
                        "units u0 120", "units u1 120", "units u2 120", "units u3 120", "units u4 120");
    }
}
