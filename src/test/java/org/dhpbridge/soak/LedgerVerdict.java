package org.dhpbridge.soak;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dhpbridge.soak.Findings.Kind;

/** Looks whether each message of the load has one end in the ledger, and the right one. */
final class LedgerVerdict {

    private record Row(long id, String state, String subject, Fed message, JsonNode json) {
        String name() {
            return "#" + id + " (" + message.what + ", " + message.place() + ")";
        }
    }

    private record Fact(RecordKey record, String name) {}

    private final Load load;
    private final LedgerView ledger;
    private final Findings findings;

    LedgerVerdict(Load load, LedgerView ledger, Findings findings) {
        this.load = load;
        this.ledger = ledger;
        this.findings = findings;
    }

    void judge() throws IOException {
        Map<Fed, List<Row>> rows = rows();
        List<Row> all = new ArrayList<>();
        for (Fed message : load.messages()) {
            List<Row> its = rows.getOrDefault(message, List.of());
            all.addAll(its);
            if (its.isEmpty()) {
                findings.add(Kind.LOST, message.what + ", " + message.place() + " is not in the ledger.");
            } else if (its.size() > 1) {
                findings.add(
                        Kind.DOUBLED,
                        message.what + ", " + message.place() + " is in the ledger " + its.size() + " times.");
            }
        }
        for (Row row : all) {
            judge(row);
        }
        order(all);
    }

    private Map<Fed, List<Row>> rows() throws IOException {
        Map<String, Fed> byPlace = new HashMap<>();
        load.messages().forEach(message -> message.places.forEach(place -> byPlace.put(place, message)));
        Map<Fed, List<Row>> rows = new LinkedHashMap<>();
        for (JsonNode json : ledger.messages()) {
            Fed message = byPlace.get(place(json.path("location").asText()));
            if (message == null) {
                findings.add(
                        Kind.UNEXPLAINED,
                        "#" + json.path("id") + " at " + json.path("location").asText() + " was never dropped.");
                continue;
            }
            rows.computeIfAbsent(message, key -> new ArrayList<>())
                    .add(new Row(
                            json.path("id").asLong(),
                            json.path("state").asText(),
                            json.path("subject").asText(),
                            message,
                            json));
        }
        return rows;
    }

    /** {@code f.hl7, message 3, byte 12} is at {@code f.hl7, message 3}; {@code f.csv, lines 4-6} at {@code f.csv, line 4}. */
    private static String place(String location) {
        return location.replaceAll(", byte \\d+$", "").replaceAll("lines (\\d+)-\\d+$", "line $1");
    }

    private void judge(Row row) throws IOException {
        switch (row.state()) {
            case "delivered" -> {
                if (row.message().mustBeDead()) {
                    findings.add(
                            Kind.UNEXPLAINED,
                            row.name() + " was delivered and must be dead: " + row.message().deadCode);
                }
            }
            case "superseded" -> {
                if (row.message().says.stream().noneMatch(this::hasNewer)) {
                    findings.add(Kind.LOST, row.name() + " was superseded and nothing newer exists.");
                }
            }
            case "dead" -> dead(row);
            default ->
                findings.add(
                        Kind.LOST,
                        row.name() + " never ended: "
                                + row.json().at("/error/text").asText("no failed attempt"));
        }
        if (!row.state().equals("delivered")
                && ledger.message(row.id()).path("history").isEmpty()
                && !row.message().mustBeDead()) {
            findings.add(Kind.UNEXPLAINED, row.name() + " has no history.");
        }
    }

    private void dead(Row row) {
        String code = row.json().at("/error/code").asText();
        String text = row.json().at("/error/text").asText();
        if (!row.message().mustBeDead()) {
            findings.add(Kind.LOST, row.name() + " is dead and must be delivered: [" + code + "] " + text);
        } else if (!code.equals(row.message().deadCode) || text.isBlank()) {
            findings.add(
                    Kind.UNEXPLAINED,
                    row.name() + " is dead of [" + code + "] and not of [" + row.message().deadCode + "]: " + text);
        }
    }

    private boolean hasNewer(Statement statement) {
        return load.truth().get(statement.record()).lastKey() > statement.order();
    }

    /** Of what a message speaks: the record as such, and each fact of it. */
    private static List<Fact> facts(Statement statement) {
        List<Fact> facts = new ArrayList<>(List.of(new Fact(statement.record(), "")));
        statement.facts().keySet().forEach(name -> facts.add(new Fact(statement.record(), name)));
        return facts;
    }

    /** Within a subject, what is wholly older than messages that came before it, and names no new number, must be superseded. */
    private void order(Collection<Row> all) {
        Map<String, Map<Fact, Long>> newest = new HashMap<>();
        Map<RecordKey, Set<String>> numbers = new HashMap<>();
        Set<Row> wrong = new HashSet<>();
        all.stream().sorted(Comparator.comparingLong(Row::id)).forEach(row -> {
            if (row.message().mustBeDead() || row.state().equals("dead")) {
                return;
            }
            Map<Fact, Long> soFar = newest.computeIfAbsent(row.subject(), key -> new HashMap<>());
            boolean older = row.message().says.stream()
                    .allMatch(one -> facts(one).stream()
                                    .allMatch(fact -> soFar.getOrDefault(fact, Long.MIN_VALUE) > one.order())
                            && numbers.getOrDefault(one.record(), Set.of()).containsAll(one.numbers()));
            if (older && row.state().equals("delivered")) {
                wrong.add(row);
            }
            row.message().says.forEach(one -> {
                facts(one).forEach(fact -> soFar.merge(fact, one.order(), Math::max));
                numbers.computeIfAbsent(one.record(), key -> new HashSet<>()).addAll(one.numbers());
            });
        });
        wrong.forEach(row -> findings.add(
                Kind.OVERWRITTEN, row.name() + " counts as delivered, after newer about the same had been."));
    }
}
