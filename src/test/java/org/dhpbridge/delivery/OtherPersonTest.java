package org.dhpbridge.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dhpbridge.delivery.FaultProxy.answerLost;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.dhpbridge.conformance.Issue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Somebody else under a local number that is known, by the real mapping, on the sandbox. A person is name, birth date and sex. */
class OtherPersonTest extends OfMappedMessages {

    @ParameterizedTest(name = "{0}, {1}, then {2}")
    @CsvSource({
        "transaction, Petrov^Ivan 19900505 M, Aliyev^Anvar 19610101 M",
        "transaction, Petrov^Ivan 19900505 M, Алиев^Анвар 1961 M",
        "sequential, Petrov^Ivan 19900505 M, Aliyeva^Lola 19610101 F",
        "sequential, Petrov^Ivan 19900505 M, Петрова^Анна 19610101 F",
    })
    void isRefused(String mode, String one, String other) {
        Site site = deliveries.site(mode);
        String number = unique("P");
        deliver(site, number, 1, one);
        JsonNode before = site.byIdentifier("Patient", number).get(0);

        assertThatThrownBy(() -> deliver(site, number, 2, other))
                .isInstanceOf(MessageFailure.class)
                .hasMessageContaining("two people");
        assertThatThrownBy(() -> deliver(site, number, 0, other))
                .as("an older message")
                .isInstanceOf(MessageFailure.class);
        assertThat(site.byIdentifier("Patient", number)).containsExactly(before);
    }

    @ParameterizedTest(name = "{0}, {1}, then {2}: {3}")
    @CsvSource({
        "transaction, Petrova^Anna 19900505 F, Karimova^Anna 19900505 F, false",
        "transaction, Petrova^Anna 19900505 F, Karimova^Anna 19610101 F, true",
        "sequential, Karimov^Anvar 19900505 M, Karimov^Botir 19610101 M, true",
        "sequential, Qodirov^O'ktam 19900505 M, Кадыров^Уктам 19900506 M, false",
        "sequential, Petrov^Ivan 19900505 M, Aliyev^Anvar 19900505 M, true",
        "transaction, Petrov^Ivan 19900505 M, Aliyev^Anvar  M, true",
        "transaction, Noma'lum^Noma'lum 19000101 M, Aliyev^Anvar 19610101 M, false",
    })
    void isWarnedOfWhereNobodyCanTell(String mode, String one, String other, boolean expected) {
        Site site = deliveries.site(mode);
        String number = unique("P");
        deliver(site, number, 1, one);

        DeliveryOutcome outcome = deliver(site, number, 2, other);

        assertThat(outcome.doubts().stream().map(Issue::code).toList())
                .isEqualTo(expected ? List.of("other-person") : List.of());
        assertThat(outcome.doubts().toString()).doesNotContain("Karimov", "Aliyev", "1961");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"transaction", "sequential"})
    void theWarningStaysWithTheMessage(String mode) {
        Site site = deliveries.site(mode);
        String number = unique("P");
        deliver(site, number, 1, "Karimov^Anvar 19900505 M");
        DeliveryRequest other = deliveries.request(message(number, 2, "Karimov^Botir 19610101 M"));
        site.proxy.forget();
        site.proxy.fault(1, seen -> seen.isWrite(), answerLost());

        assertThatThrownBy(() -> site.delivery.deliver(other)).isInstanceOf(UnclearFailure.class);
        DeliveryOutcome outcome = site.delivery.again(other);

        assertThat(outcome.placed().get(0).action()).isEqualTo(DeliveryOutcome.Action.UNCHANGED);
        assertThat(outcome.doubts().stream().map(Issue::code)).containsExactly("other-person");
    }

    private DeliveryOutcome deliver(Site site, String number, int minute, String person) {
        return deliveries.deliver(site, message(number, minute, person));
    }

    private static String message(String number, int minute, String person) {
        String[] parts = person.split(" ");
        String time = "2026031012%02d00".formatted(minute);
        return "MSH|^~\\&|MIS|HOSP|||" + time + "||ADT^A28|1|P|2.5.1\rEVN|A28|" + time + "\rPID|1||" + number
                + "^^^HOSP^MR||" + parts[0] + "||" + parts[1] + "|" + parts[2];
    }
}
