package org.dhpbridge.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.dhpbridge.ledger.Claimed;
import org.dhpbridge.ledger.Failure;
import org.dhpbridge.ledger.MessageFilter;
import org.dhpbridge.ledger.ReplayJob;
import org.dhpbridge.ledger.ReplayJob.Progress;
import org.dhpbridge.ledger.ReplayJobs;
import org.dhpbridge.ledger.Result;
import org.dhpbridge.ledger.Selection;
import org.dhpbridge.ledger.State;
import org.dhpbridge.ledger.TestLedger;
import org.dhpbridge.pipeline.Replays.From;
import org.dhpbridge.pipeline.Replays.ReplayWish;
import org.dhpbridge.source.MessageReader;
import org.dhpbridge.source.hl7.Hl7Reader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Replays from the receipt, with messages among them that cannot be read again. */
class ReplaysTest {

    private static final String KEY = "2026:" + "A".repeat(43) + "=";

    @TempDir
    Path folder;

    @Test
    void aMessageThatDoesNotOpenHoldsNoOtherBack() {
        try (TestLedger test = new TestLedger(folder, Clock.systemUTC(), KEY)) {
            List<Claimed> both = List.of(test.claimed(), test.claimed());
            both.forEach(one -> test.ledger.dead(one, new Failure("value", "push", "Refused."), Result.NONE));
            test.damage(both.get(0).id());
            ReplayJobs jobs = test.replayJobs();
            Identification identification =
                    new Identification(test.ledger, new MessageReader(new Hl7Reader()), null, null);
            Replays replays = new Replays(jobs, test.ledger, identification, replayed -> {});
            ReplayJob job = replays.begin(new ReplayWish(
                    Selection.of(MessageFilter.of(State.DEAD)), From.RECEIVE, null, null, "aziza", null, null));

            replays.carryOn();

            assertThat(jobs.find(job.id()).orElseThrow().progress()).isEqualTo(Progress.DONE);
            assertThat(both).allSatisfy(one -> assertThat(
                            test.ledger.find(one.id()).orElseThrow().state())
                    .isEqualTo(State.DUE));
        }
    }
}
