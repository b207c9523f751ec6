package org.dhpbridge.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dhpbridge.conformance.Issue;
import org.dhpbridge.mapping.Mapped;
import org.dhpbridge.mapping.NationalIds;

/** Whether every number of a patient is on a Patient that is sent; looked for by value, whatever the mapping says. */
final class Identifiers {

    private static final List<String> OF_PATIENT = List.of("PID-2", "PID-3", "PID-4", "PID-18", "PID-19", "PID-20");
    private static final List<String> OF_MERGED = List.of("MRG-1", "MRG-2", "MRG-4");
    private static final Set<String> NUMBER = Set.of("CX-1", "DLN-1");
    private static final Set<String> AUTHORITY = Set.of("CX-4", "CX-5", "CX-6", "DLN-2");

    private final Mapped mapped;

    Identifiers(Mapped mapped) {
        this.mapped = mapped;
    }

    void check(List<AccountedSegment> items, List<Issue> issues) {
        Set<String> asWritten = null;
        Map<String, Integer> sent = null;
        for (AccountedSegment item : items) {
            boolean patient = item.kind() == Kind.PATIENT;
            boolean counts = patient || item.kind() == Kind.MERGED_PATIENT;
            if (counts && !mapped.leftOut().contains(item.number())) {
                asWritten = asWritten == null ? asWritten() : asWritten;
                List<String> fields = patient ? OF_PATIENT : OF_MERGED;
                if (!areAllSent(item, fields, asWritten)) {
                    sent = sent == null ? sent() : sent;
                    Map<String, Set<JsonNode>> authorities = new HashMap<>();
                    for (String field : fields) {
                        check(item, field, sent, authorities, issues);
                    }
                }
            }
        }
    }

    /** Whether each number is another one and is sent as it is written: so it is of nearly all messages. */
    private static boolean areAllSent(AccountedSegment item, List<String> fields, Set<String> asWritten) {
        Set<String> numbers = new HashSet<>();
        for (String field : fields) {
            JsonNode all = item.field(field);
            for (JsonNode one : all.isArray() ? all : List.of(all)) {
                JsonNode number = number(one);
                boolean sent =
                        number.isTextual() && asWritten.contains(number.textValue()) && numbers.add(number.textValue());
                if (!number.isMissingNode() && !sent) {
                    return false;
                }
            }
        }
        return true;
    }

    private Set<String> asWritten() {
        Set<String> numbers = new HashSet<>();
        for (ObjectNode resource : mapped.resources()) {
            if (resource.path("resourceType").asText().equals("Patient")) {
                resource.path("identifier")
                        .forEach(identifier ->
                                numbers.add(identifier.path("value").asText()));
            }
        }
        return numbers;
    }

    /** Numbers of the patients that are sent, and how many identifiers have each. */
    private Map<String, Integer> sent() {
        Map<String, Integer> sent = new LinkedHashMap<>();
        for (ObjectNode resource : mapped.resources()) {
            if (resource.path("resourceType").asText().equals("Patient")) {
                resource.path("identifier")
                        .forEach(identifier ->
                                sent.merge(folded(identifier.path("value").asText()), 1, Integer::sum));
            }
        }
        return sent;
    }

    private static void check(
            AccountedSegment item,
            String field,
            Map<String, Integer> sent,
            Map<String, Set<JsonNode>> authorities,
            List<Issue> issues) {
        JsonNode all = item.field(field);
        boolean several = all.isArray() && all.size() > 1;
        int repetition = 0;
        for (JsonNode one : all.isArray() ? all : all.isMissingNode() ? List.<JsonNode>of() : List.of(all)) {
            repetition++;
            String number = folded(String.join("", Values.texts(number(one))));
            if (number.isEmpty()) {
                continue;
            }
            Set<JsonNode> by = authorities.computeIfAbsent(number, n -> new HashSet<>());
            boolean another = one.isObject() && hasAuthority(one) && by.add(authority(one));
            int needed = another ? by.size() : 1;
            if (sent.getOrDefault(number, 0) < needed) {
                String name = field + (several ? "[" + repetition + "]" : "");
                issues.add(Issue.warning(
                                Account.NOT_CARRIED,
                                "Patient.identifier",
                                item.place(name) + ": this number of the patient is not sent"
                                        + (sent.containsKey(number) ? " as that of its own authority" : "") + ".")
                        .at(item.place(name)));
            }
        }
    }

    private static String folded(String number) {
        return NationalIds.latin(Values.folded(number));
    }

    private static JsonNode number(JsonNode one) {
        for (String name : NUMBER) {
            if (one.has(name)) {
                return one.get(name);
            }
        }
        return one.isObject() ? one.path("none") : one;
    }

    private static boolean hasAuthority(JsonNode one) {
        return AUTHORITY.stream().anyMatch(one::has);
    }

    private static JsonNode authority(JsonNode one) {
        ObjectNode authority = ((ObjectNode) one).objectNode();
        AUTHORITY.stream().filter(one::has).forEach(name -> authority.set(name, one.get(name)));
        return authority;
    }
}
