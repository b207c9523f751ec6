package org.dhpbridge.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * An event and its cancellation, and what comes before and after, in every order of arrival: how a visit or an order ends is a matter of
 * the times of its messages. By the real mapping, on the sandbox over HTTP, in both modes.
 */
class EveryOrderOfVisitsTest extends OfMappedMessages {

    /**
     * Messages one hour after the other: event, ward (PV1-3), {@code <} the ward before (PV1-6), {@code >} the ward to come (PV1-42),
     * {@code .} discharged at that hour (PV1-45, PV1-36), {@code s} planned start (PV2-8), {@code e} planned end (PV2-9), {@code u} without the time of
     * admission (PV1-44), so that an A08 says nothing of the status.
     */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            A01 A; A02 B<A; A12 A<B              | in-progress; A active
            A01 A; A02 B<A; A12 A                | in-progress; A active
            A01 A; A02 B<A; A12 A<B; A02 C<A     | in-progress; A completed; C active
            A01 A; A02 B<A; A02 C<B; A12 B<C     | in-progress; A completed; B active
            A01 A; A02 B<A; A12 A<B; A02 B<A     | in-progress; A completed; B active
            A01 A; A02 B<A; A12 A<B; A03 A .     | completed; end 11; disposition home; A completed
            A01 A; A02 B<A; A02 A<B; A12 B<A; A02 C<B | in-progress; A completed; B completed; C active
            A01 A; A11 A                         | cancelled; A completed
            A01 A; A08 A; A11 A                  | cancelled; A completed
            A01 A; A11 A; A08 A                  | cancelled; A completed
            A01 A; A11 A; A01 B                  | in-progress; A completed; B active
            A04 A; A11 A; A08 A                  | cancelled; A completed
            A01 A; A03 A .; A13 A                | in-progress; A active
            A01 A; A03 A .; A08 A                | completed; end 9; disposition home; A completed
            A01 A; A03 A .; A13 A; A08 A         | in-progress; A active
            A01 A; A03 A .; A13 A; A03 A .       | completed; end 11; disposition home; A completed
            A01 A; A02 B<A; A03 B .; A13 B       | in-progress; A completed; B active
            A01 A; A03 A .; A13 -                | in-progress; A active
            A01 A; A03 - .; A13 -                | in-progress; A active
            A01 A; A02 B<A; A03 B .; A13 -       | in-progress; A completed; B active
            A01 A; A03 A .; A13 -; A03 A .       | completed; end 11; disposition home; A completed
            A01 A; A03 A .; A13 -; A02 B<A       | in-progress; A completed; B active
            A05 A; A38 A                         | cancelled; start planned; A planned
            A05 A; A01 A; A38 A                  | cancelled; start planned; A completed
            A05 A; A38 A; A05 B                  | cancelled; start planned; B planned
            A05 A; A01 A                         | in-progress; start planned; A active
            A05 A; A01 A; A03 A .                | completed; end 10; start planned; disposition home; A completed
            A14 A s; A27 A                       | cancelled; start planned; A planned
            A14 A s; A01 A                       | in-progress; start planned; A active
            A14 A s; A27 A; A08 A                | cancelled; start planned; A completed
            A01 A; A15 A>B; A26 A                | in-progress; A active
            A01 A; A15 A>B; A26 A>B              | in-progress; A active
            A01 A; A15 A>B; A02 B<A              | in-progress; A completed; B active
            A01 A; A15 A>B; A26 A; A15 A>C       | in-progress; A active; C planned
            A01 A; A15 A>B; A08 A                | in-progress; A active; B planned
            A01 A; A15 A>B; A15 A>C              | in-progress; A active; C planned
            A01 A; A15 A>B; A02 C<A              | in-progress; A completed; B planned; C active
            A01 A; A02 B<A; A08 -                | in-progress; A completed; B active
            A01 A; A02 B<A; A02 A<B; A12 B<A     | in-progress; A completed; B active
            A01 A; A16 A e; A25 A                | in-progress; A active
            A01 A; A16 A e; A25 A; A16 A e       | in-progress; end planned; A active
            A01 A; A16 A e; A03 A .              | completed; end 10; end planned; disposition home; A completed
            A04 E; A01 A; A08 A u                | in-progress; A active; E completed
            A01 A; A02 C<A; A08 C u; A12 A       | in-progress; A active
            A01 A; A02 C<A; A08 C u              | in-progress; A completed; C active
            A01 A; A08 B u; A02 C<A              | in-progress; A completed; B unsaid; C active
            A01 A; A08 B u; A03 A .              | completed; end 10; disposition home; A completed; B unsaid
            """)
    void theVisitEndsAlike(String sequence, String expected) {
        Map<String, List<String>> ends = new TreeMap<>();
        for (String mode : MappedDeliveries.MODES) {
            for (List<String> order : orders(timed(sequence))) {
                String visit = unique("EV");
                order.forEach(one -> deliver(mode, visit, one));
                ends.computeIfAbsent(end(mode, visit), end -> new ArrayList<>()).add(mode + " " + order);
            }
        }

        assertThat(ends).containsOnlyKeys(expected);
    }

    /** The hours of messages in the order in which they come, and what is there then. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            8 A01 E; 9 A02 A; 12 A08 A; 11 A12 A     | in-progress; A active; E completed
            8 A01 E; 9 A02 A<E; 12 A08 A; 11 A12 A   | in-progress; A active; E completed
            8 A01 E; 12 A08 A; 11 A12 A              | in-progress; A active; E completed
            """)
    void aLateCancellationTakesNoStayAwayOfWhichItIsNot(String order, String expected) {
        for (String mode : MappedDeliveries.MODES) {
            String visit = unique("EV");
            for (String one : order.split("; ")) {
                deliver(mode, visit, one);
            }

            assertThat(end(mode, visit)).as(mode).isEqualTo(expected);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"8 A08 A", "8 A04 E", "9 A08 A", "10 A08 A"})
    void whatStaffSayOfAPlaceStays(String late) {
        for (String mode : MappedDeliveries.MODES) {
            String visit = unique("EV");
            deliver(mode, visit, "9 A01 A");
            deliver(mode, visit, "12 A16 - e");
            Site site = deliveries.site(mode);
            String reference = "Encounter/"
                    + site.byIdentifier("Encounter", visit).get(0).path("id").asText();
            site.changed(reference, encounter -> {
                ObjectNode place = (ObjectNode) encounter.at("/location/0");
                place.put("status", "completed");
                place.putObject("period").put("end", "2026-03-10T13:00:00+05:00");
            });
            deliver(mode, visit, late);

            assertThat(site.read(reference).path("location"))
                    .as(mode)
                    .noneMatch(place -> place.path("status").asText().equals("active"))
                    .anyMatch(place -> place.at("/period/end").asText().equals("2026-03-10T13:00:00+05:00"));
        }
    }

    /** Order control (ORC-1) and, behind {@code =}, the priority (TQ1-9) and the note (NTE); then status, priority, and whether the reason is known. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            NW; CA           | revoked
            NW=R; CA         | revoked routine why
            NW=R; SC; CA     | revoked routine why
            NW=R; XO=S       | active stat why
            NW=R; XO=S; CA   | revoked stat why
            NW=R; CA; XO=S   | revoked stat why
            NW=R; HD; XO=S   | on-hold stat why
            """)
    void theOrderEndsAlike(String sequence, String expected) {
        Map<String, List<String>> ends = new TreeMap<>();
        for (String mode : MappedDeliveries.MODES) {
            for (List<String> order : orders(timed(sequence))) {
                String placer = unique("EO");
                order.forEach(one -> order(mode, placer, one));
                JsonNode request = deliveries.site(mode).search("ServiceRequest?_count=1000").stream()
                        .filter(one -> one.toString().contains("\"" + placer + "\""))
                        .findFirst()
                        .orElseThrow();
                String end = request.path("status").asText() + " "
                        + request.path("priority").asText() + (request.has("reason") ? " why" : "");
                ends.computeIfAbsent(end.strip(), e -> new ArrayList<>()).add(mode + " " + order);
            }
        }

        assertThat(ends).containsOnlyKeys(expected);
    }

    private void order(String mode, String placer, String said) {
        String[] words = said.split("[ =]");
        String time = "202603100".substring(0, words[0].length() == 1 ? 9 : 8) + words[0] + "0000";
        String why = words.length > 2 ? "|".repeat(27) + "J45^Astma^I10" : "";
        deliveries.deliver(
                deliveries.site(mode),
                "MSH|^~\\&|MIS|HOSP|||" + time + "||ORM^O01|" + time + "|P|2.5.1\rPID|1||P" + placer
                        + "^^^HOSP^MR||Karimov^Aziz\rORC|" + words[1] + "|" + placer + "|||||"
                        + (words.length > 2 ? "^^^^^" + words[2] : "") + "||" + time + "\rOBR|1|" + placer
                        + "||CBC^Qon^L" + why);
    }

    private static List<String> timed(String sequence) {
        List<String> timed = new ArrayList<>();
        for (String one : sequence.split("; ")) {
            timed.add((8 + timed.size()) + " " + one);
        }
        return timed;
    }

    private static <T> List<List<T>> orders(List<T> all) {
        List<List<T>> orders = List.of(List.of());
        for (T next : all) {
            List<List<T>> longer = new ArrayList<>();
            for (List<T> order : orders) {
                for (int at = 0; at <= order.size(); at++) {
                    List<T> one = new ArrayList<>(order);
                    one.add(at, next);
                    longer.add(one);
                }
            }
            orders = longer;
        }
        return orders;
    }

    private void deliver(String mode, String visit, String said) {
        String[] words = said.split(" ");
        String time = "202603100".substring(0, words[0].length() == 1 ? 9 : 8) + words[0] + "0000";
        String event = words[1];
        String[] ward = words[2].split("[<>]", -1);
        boolean before = words[2].contains("<");
        boolean later = words[2].contains(">");
        String rest = words.length > 3 ? words[3] : "";
        String[] pv1 = new String[46];
        Arrays.fill(pv1, "");
        pv1[1] = "1";
        pv1[2] = "I";
        pv1[3] = ward[0].equals("-") ? "" : ward[0];
        pv1[6] = before ? ward[1] : "";
        pv1[19] = visit;
        pv1[36] = rest.equals(".") ? "01" : "";
        pv1[42] = later ? ward[1] : "";
        pv1[44] = rest.equals("u") ? "" : "20260310080000";
        pv1[45] = rest.equals(".") ? time : "";
        String pv2 = rest.equals("s")
                ? "\rPV2||||||||20260312090000"
                : rest.equals("e") ? "\rPV2|||||||||20260320090000" : "";
        deliveries.deliver(
                deliveries.site(mode),
                "MSH|^~\\&|MIS|HOSP|||" + time + "||ADT^" + event + "|" + time + "|P|2.5.1\rEVN|" + event + "|" + time
                        + "\rPID|1||P" + visit + "^^^HOSP^MR||Karimov^Aziz\rPV1|"
                        + String.join("|", List.of(pv1).subList(1, 46)) + pv2);
    }

    private String end(String mode, String number) {
        JsonNode visit = deliveries.site(mode).byIdentifier("Encounter", number).get(0);
        List<String> said = new ArrayList<>(List.of(visit.path("status").asText()));
        String end = visit.at("/actualPeriod/end").asText();
        if (!end.isEmpty()) {
            said.add("end " + Integer.parseInt(end.substring(11, 13)));
        }
        if (visit.has("plannedStartDate")) {
            said.add("start planned");
        }
        if (visit.has("plannedEndDate")) {
            said.add("end planned");
        }
        if (visit.at("/admission/dischargeDisposition").isObject()) {
            said.add("disposition "
                    + visit.at("/admission/dischargeDisposition/coding/0/code").asText());
        }
        List<String> places = new ArrayList<>();
        for (JsonNode place : visit.path("location")) {
            places.add(place.at("/location/display").asText() + " "
                    + place.path("status").asText("unsaid"));
        }
        Collections.sort(places);
        said.addAll(places);
        return String.join("; ", said);
    }
}
