package org.dhpbridge.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.dhpbridge.conformance.Issue;
import org.dhpbridge.delivery.AccessFailure;
import org.dhpbridge.delivery.FailureKind;
import org.dhpbridge.delivery.MessageFailure;
import org.dhpbridge.delivery.PlaceFailure;
import org.dhpbridge.delivery.UnclearFailure;
import org.dhpbridge.ledger.Claimed;
import org.dhpbridge.ledger.Failure;
import org.dhpbridge.source.UnreadableMessageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an exception means in the ledger's words. */
class FailuresTest {

    @Test
    void a_place_has_the_status_as_code_or_none() {
        assertThat(Failures.of(new PlaceFailure("busy", 503, Duration.ofSeconds(1))))
                .isEqualTo(new Failure("http-503", "push", "busy"));
        assertThat(Failures.of(new PlaceFailure("away", 0, null)).code()).isEqualTo("unreachable");
        assertThat(Failures.of(new UnclearFailure("lost")).code()).isEqualTo("unclear");
        assertThat(Failures.of(new AccessFailure("no")).code()).isEqualTo("access");
    }

    @Test
    void a_refusal_has_the_code_of_its_first_error_and_an_outcome() {
        Failure failure = Failures.of(MessageFailure.answer(
                "refused",
                List.of(Issue.warning("value", null, "w"), Issue.error("required", "Patient.name", "e")),
                null,
                null));

        assertThat(failure.code()).isEqualTo("required");
        assertThat(failure.step()).isEqualTo("push");
        assertThat(failure.element()).isEqualTo("Patient.name");
        assertThat(failure.outcome().at("/issue")).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(FailureKind.class)
    void every_kind_has_an_outcome_of_the_metrics(FailureKind kind) {
        assertThat(Sent.SendOutcome.of(kind).name()).isEqualToIgnoringCase(kind.outcome());
    }

    @Test
    void a_fault_of_the_bridge_has_the_step_that_the_message_came_to() {
        Work work =
                Work.of(new Claimed(1, "hl7", "hl7v2", "a", null, Instant.EPOCH, 0, false, false, null, null, null));

        assertThat(Failures.of(new IllegalStateException(), work).step()).isEqualTo("transform");
        assertThat(Failures.of(new IllegalStateException(), work.sendable(null)).step())
                .isEqualTo("push");
    }

    @Test
    void an_unreadable_message_says_where() {
        Failure failure = Failures.of(new UnreadableMessageException("charset", "byte 7", "A sentence."));

        assertThat(failure).isEqualTo(new Failure("charset", "read", failure.sentence()));
    }

    @Test
    void a_fault_of_the_bridge_says_where_it_happened_and_nothing_of_the_message() {
        Failure failure =
                Failures.of(new IllegalStateException("outer", new IllegalArgumentException("30101850010018")));

        assertThat(failure.code()).isEqualTo("bridge-fault");
        assertThat(failure.step()).isEqualTo("transform");
        assertThat(failure.sentence())
                .contains("IllegalArgumentException", "FailuresTest")
                .doesNotContain("30101850010018", "outer");
    }
}
