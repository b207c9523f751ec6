package org.dhpbridge.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.dhpbridge.ledger.Claimed;
import org.dhpbridge.pipeline.DeliveryGate.GateState;
import org.junit.jupiter.api.Test;

class DeliveryGateTest {

    private static final Duration FIRST = Duration.ofSeconds(2);

    private final Time time = new Time();
    private final DeliveryGate gate = new DeliveryGate(time);

    @Test
    void two_failures_in_a_row_leave_it_open_and_the_third_shuts_it() {
        assertThat(fails(1)).isFalse();
        assertThat(fails(2)).isFalse();
        assertThat(gate.admit(4).messages()).isEqualTo(4);

        assertThat(fails(3)).isTrue();

        assertThat(gate.status().state()).isEqualTo(GateState.UNREACHABLE);
        assertThat(gate.status().reason()).isEqualTo("down");
        assertThat(gate.admit(4).messages()).isZero();
    }

    @Test
    void a_success_in_between_counts_anew() {
        fails(1);
        fails(2);
        gate.noteSuccess(9);
        fails(1);
        fails(2);

        assertThat(gate.status().state()).isEqualTo(GateState.OPEN);
    }

    @Test
    void ten_messages_that_were_under_way_when_it_shut_do_not_lengthen_the_wait() {
        for (long message = 1; message <= 10; message++) {
            fails(message);
        }

        assertThat(gate.status().nextProbe()).isEqualTo(time.instant().plus(FIRST));
    }

    @Test
    void the_wait_doubles_with_each_probe_that_fails_and_begins_small_after_a_success() {
        shut();
        for (Duration wait = FIRST; wait.compareTo(FIRST.multipliedBy(16)) < 0; wait = wait.multipliedBy(2)) {
            time.passes(wait.minusMillis(1));
            assertThat(gate.admit(4).messages()).isZero();
            time.passes(Duration.ofMillis(1));
            probes(7);
            assertThat(fails(7)).isFalse();
        }
        time.passes(Duration.ofHours(1));
        probes(8);
        assertThat(gate.noteSuccess(8)).isTrue();
        assertThat(gate.admit(4).messages()).isEqualTo(4);

        shut();

        assertThat(gate.status().nextProbe()).isEqualTo(time.instant().plus(FIRST));
    }

    @Test
    void after_an_outage_of_ten_seconds_delivery_goes_on_within_fifteen() {
        Instant begin = time.instant();
        shut();
        long message = 10;
        for (boolean down = true; down; ) {
            time.passes(Duration.between(time.instant(), gate.status().nextProbe()));
            probes(++message);
            down = Duration.between(begin, time.instant()).compareTo(Duration.ofSeconds(10)) < 0;
            if (down) {
                fails(message);
            }
        }
        gate.noteSuccess(message);

        assertThat(Duration.between(begin, time.instant())).isLessThan(Duration.ofSeconds(15));
        assertThat(gate.status().state()).isEqualTo(GateState.OPEN);
    }

    @Test
    void while_a_probe_is_under_way_there_is_no_other() {
        shut();
        time.passes(FIRST);
        probes(7);
        time.passes(Duration.ofMinutes(1));

        assertThat(gate.admit(4).messages()).isZero();

        time.passes(DeliveryGate.LONGEST_PROBE);
        assertThat(gate.admit(4).messages()).as("the probe was lost").isEqualTo(1);
    }

    @Test
    void a_probe_that_found_no_message_or_told_nothing_is_free_again_at_once() {
        shut();
        time.passes(FIRST);
        gate.noteClaims(probe(), List.of());
        probes(7);
        gate.forget(7);

        assertThat(gate.admit(4).messages()).isEqualTo(1);
    }

    @Test
    void what_was_claimed_before_it_shut_is_not_let_through_but_the_probe_is() {
        DeliveryGate.GatePass two = gate.admit(2);
        assertThat(two.messages()).isEqualTo(2);
        gate.noteClaims(two, List.of(message(1), message(2)));
        assertThat(gate.letsThrough(Work.of(message(1)))).isTrue();
        shut();
        assertThat(gate.letsThrough(Work.of(message(2)))).isFalse();

        time.passes(FIRST);
        probes(7);

        assertThat(gate.letsThrough(Work.of(message(7)))).isTrue();
        assertThat(gate.letsThrough(Work.of(message(2)))).isFalse();
    }

    @Test
    void a_platform_that_refuses_a_message_is_well() {
        shut();
        time.passes(FIRST);
        probes(7);

        assertThat(gate.noteAnswer(7)).isTrue();
        assertThat(gate.status().state()).isEqualTo(GateState.OPEN);
    }

    @Test
    void retry_after_shuts_at_once_for_as_long_as_was_asked_and_never_shorter() {
        gate.noteOutage(1, "busy", Duration.ofMinutes(2), this::wait);
        assertThat(gate.status().nextProbe()).isEqualTo(time.instant().plus(Duration.ofMinutes(2)));

        gate.noteOutage(2, "busy", Duration.ofMinutes(1), this::wait);
        assertThat(gate.status().nextProbe()).isEqualTo(time.instant().plus(Duration.ofMinutes(2)));

        gate.noteOutage(3, "busy", Duration.ofMinutes(3), this::wait);
        assertThat(gate.status().nextProbe()).isEqualTo(time.instant().plus(Duration.ofMinutes(3)));
    }

    @Test
    void a_wait_that_no_clock_can_hold_leaves_the_gate_as_it_was() {
        Duration endless = Duration.ofSeconds(Long.MAX_VALUE);

        assertThatThrownBy(() -> gate.noteOutage(1, "busy", endless, this::wait))
                .isInstanceOf(Exception.class);

        assertThat(gate.status().state()).isEqualTo(GateState.OPEN);
        assertThat(gate.admit(4).messages()).isEqualTo(4);
    }

    @Test
    void refused_access_is_probed_evenly() {
        Duration every = Duration.ofSeconds(30);
        assertThat(gate.noteRefusal(1, "no token", false, every)).isTrue();
        assertThat(gate.noteRefusal(2, "no token", false, every))
                .as("told once")
                .isFalse();
        for (int i = 0; i < 3; i++) {
            assertThat(gate.admit(4).messages()).isZero();
            time.passes(every);
            probes(7);
            gate.noteRefusal(7, "no token", false, every);
        }

        assertThat(gate.status().state()).isEqualTo(GateState.REFUSED);
        assertThat(gate.status().nextProbe()).isEqualTo(time.instant().plus(every));
    }

    @Test
    void a_refusal_while_others_get_through_is_the_messages_own_and_the_next_in_a_row_shuts() {
        Duration every = Duration.ofSeconds(30);
        gate.noteSuccess(9);

        assertThat(gate.noteRefusal(1, "403", false, every)).isFalse();
        assertThat(gate.status().state()).isEqualTo(GateState.OPEN);
        assertThat(gate.noteRefusal(1, "403", true, every))
                .as("known to fail alone")
                .isFalse();
        assertThat(gate.noteRefusal(2, "403", false, every)).as("nobody since").isTrue();
        assertThat(gate.status().state()).isEqualTo(GateState.REFUSED);
    }

    @Test
    void a_probe_that_is_refused_rests_though_others_got_through_before_it_shut() {
        gate.noteSuccess(9);
        shut();
        time.passes(FIRST);
        probes(7);

        assertThat(gate.noteRefusal(7, "403", false, Duration.ofSeconds(30))).isTrue();

        assertThat(gate.status().state()).isEqualTo(GateState.REFUSED);
        assertThat(gate.admit(4).messages()).isZero();
        time.passes(Duration.ofSeconds(30));
        assertThat(gate.admit(4).messages()).isEqualTo(1);
    }

    @Test
    void who_fails_while_others_succeed_fails_alone() {
        assertThat(gate.noteFailure(1)).isFalse();
        assertThat(gate.noteFailure(1)).as("nobody else got through").isFalse();
        gate.noteSuccess(2);
        assertThat(gate.noteFailure(1)).isTrue();
        assertThat(gate.noteFailure(1)).as("nobody since").isFalse();
    }

    @Test
    void of_failures_without_number_the_last_are_remembered() {
        gate.noteFailure(1);
        gate.noteFailure(2);
        for (long message = 3; message <= DeliveryGate.MOST_FAILURES; message++) {
            gate.noteFailure(message);
        }
        gate.noteFailure(1);
        gate.noteFailure(DeliveryGate.MOST_FAILURES + 1);
        gate.noteSuccess(0);

        assertThat(gate.noteFailure(1)).as("failed again meanwhile").isTrue();
        assertThat(gate.noteFailure(2)).as("forgotten").isFalse();
    }

    @Test
    void what_failed_is_due_when_the_gate_tries_next_by_the_clock_of_the_ledger() {
        assertThat(gate.nextTry(Instant.EPOCH)).isEmpty();
        shut();

        assertThat(gate.nextTry(Instant.EPOCH)).hasValue(Instant.EPOCH.plus(FIRST));
        time.passes(Duration.ofHours(1));
        assertThat(gate.nextTry(Instant.EPOCH)).hasValue(Instant.EPOCH);
    }

    @Test
    void another_worker_that_comes_while_the_probe_is_being_claimed_does_not_take_its_place() {
        DeliveryGate.GatePass before = gate.admit(2);
        shut();
        time.passes(FIRST);
        DeliveryGate.GatePass lost = probe();
        time.passes(DeliveryGate.LONGEST_PROBE);
        DeliveryGate.GatePass probe = probe();

        gate.noteClaims(gate.admit(2), List.of());
        gate.noteClaims(before, List.of(message(1), message(2)));
        gate.noteClaims(lost, List.of(message(3)));
        gate.noteClaims(probe, List.of(message(7)));

        assertThat(gate.letsThrough(Work.of(message(7)))).isTrue();
        for (long other = 1; other <= 3; other++) {
            assertThat(gate.letsThrough(Work.of(message(other)))).isFalse();
        }
    }

    private void shut() {
        for (long message = 1; message <= DeliveryGate.FAILURES_THAT_SHUT; message++) {
            fails(message);
        }
        assertThat(gate.status().state()).isEqualTo(GateState.UNREACHABLE);
    }

    private boolean fails(long message) {
        return gate.noteOutage(message, "down", null, this::wait);
    }

    private void probes(long message) {
        gate.noteClaims(probe(), List.of(message(message)));
    }

    private DeliveryGate.GatePass probe() {
        DeliveryGate.GatePass admitted = gate.admit(4);
        assertThat(admitted.messages()).isEqualTo(1);
        return admitted;
    }

    private Duration wait(int failures) {
        return FIRST.multipliedBy(1L << failures);
    }

    private static Claimed message(long id) {
        return new Claimed(id, "hl7", "hl7v2", "a", null, Instant.EPOCH, 0, false, false, null, null, new UUID(0, id));
    }

    private static final class Time extends Clock {

        private Instant now = Instant.parse("2026-11-02T08:00:00Z");

        void passes(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
