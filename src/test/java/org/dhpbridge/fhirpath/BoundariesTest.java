package org.dhpbridge.fhirpath;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.fhirpath.IFhirPath;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.hl7.fhir.r5.model.BooleanType;
import org.hl7.fhir.r5.model.DateTimeType;
import org.hl7.fhir.r5.model.Period;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rule per-1 of every Period (FHIR R5), against HAPI's engine and against what the words of the rule mean. */
class BoundariesTest {

    private static final String PER_1 =
            "start.hasValue().not() or end.hasValue().not() or (start.lowBoundary() <= end.highBoundary())";
    private static final FhirPath OURS = FhirPath.compile(PER_1);
    private static final IFhirPath HAPI = FhirContext.forR5Cached().newFhirPath();

    private static boolean holds(String start, String end) {
        ObjectNode period =
                JsonNodeFactory.instance.objectNode().put("start", start).put("end", end);
        return OURS.holds(new Item(period, null, "Period"), period, period);
    }

    private static boolean compare(String left, String operator, String right) {
        ObjectNode pair = JsonNodeFactory.instance.objectNode().put("a", left).put("b", right);
        return FhirPath.compile("a " + operator + " b").holds(Item.of(pair), pair, pair);
    }

    private static boolean holdsForHapi(String start, String end) {
        Period period = new Period().setStartElement(new DateTimeType(start)).setEndElement(new DateTimeType(end));
        List<BooleanType> answer = HAPI.evaluate(period, PER_1, BooleanType.class);
        return answer.size() == 1 && answer.get(0).booleanValue();
    }

    @Property(tries = 400)
    void aPeriodOfOneMomentHoldsAtAnyPrecisionAndInAnyZone(@ForAll("dateTimes") String moment) {
        assertThat(holds(moment, moment)).as(moment).isTrue();
    }

    @Property(tries = 600)
    void aPeriodHoldsWhereHapiSaysSo(@ForAll("dateTimes") String start, @ForAll("dateTimes") String end) {
        assertThat(holds(start, end)).as(start + " to " + end).isEqualTo(holdsForHapi(start, end));
    }

    @Provide
    Arbitrary<String> dateTimes() {
        Arbitrary<String> days = Arbitraries.of(
                "2025",
                "2026",
                "2026-02",
                "2026-03",
                "2024-02-29",
                "2026-02-28",
                "2026-03-01",
                "2026-03-02",
                "2025-12-31");
        Arbitrary<String> clocks = Arbitraries.of(
                "",
                "T00:00:00",
                "T09:15:00",
                "T09:15:00.000",
                "T09:15:00.5",
                "T09:15:00.999",
                "T09:15:01",
                "T23:59:59");
        Arbitrary<String> zones = Arbitraries.of("Z", "+00:00", "+05:00", "-12:00", "+14:00", "+05:30", "-03:00");
        return Combinators.combine(days, clocks, zones)
                .as((day, clock, zone) -> day.length() < 10 || clock.isEmpty() ? day : day + clock + zone);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-10T09:00:00+05:00, 2026-03-10T08:59:59+05:00",
        "2026-03-10T09:00:00+05:00, 2026-03-10T09:00:00+06:00",
        "2026-03-10, 2026-03-07",
        "2026-03, 2026-01",
        "2026, 2024"
    })
    void aPeriodThatEndsBeforeItStartsDoesNotHold(String start, String end) {
        assertThat(holds(start, end)).isFalse();
        assertThat(holds(end, start)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-01, <, 2026-03-02",
        "2026-03-01, <=, 2026-03-01",
        "2025, <, 2026-01",
        "2026-03-10T09:00:00+05:00, <=, 2026-03-10T04:00:00Z",
        "2026-03-10T09:00:00.000+05:00, >=, 2026-03-10T04:00:00Z",
        "2026-03-10T09:00:00.5Z, >, 2026-03-10T09:00:00Z",
        "2016-12-31T23:59:60Z, <=, 2017-01-01T00:00:00Z",
        "2026-03-11T10:00:00Z, >, 2026-03-10"
    })
    void datesAreComparedAsFarAsBothArePrecise(String left, String operator, String right) {
        assertThat(compare(left, operator, right)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"2026, 2026-03", "2026-03, 2026-03-01", "2026-03-10, 2026-03-10T09:00:00Z"})
    void whatIsEqualAsFarAsBothGoIsNeitherLessNorGreater(String left, String right) {
        assertThat(compare(left, "<=", right)).isFalse();
        assertThat(compare(left, ">=", right)).isFalse();
    }
}
