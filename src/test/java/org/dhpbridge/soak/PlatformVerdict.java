package org.dhpbridge.soak;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.dhpbridge.soak.Findings.Kind;

/** Compares what the platform holds with what the load says of each record. */
final class PlatformVerdict {

    private final Map<RecordKey, NavigableMap<Long, Map<String, String>>> truth;
    private final Findings findings;

    PlatformVerdict(Map<RecordKey, NavigableMap<Long, Map<String, String>>> truth, Findings findings) {
        this.truth = truth;
        this.findings = findings;
    }

    /** @return how many records are there as they must be */
    int judge(List<JsonNode> resources) {
        Map<RecordKey, List<JsonNode>> held = new HashMap<>();
        for (JsonNode resource : resources) {
            Set<RecordKey> records = records(resource);
            if (records.isEmpty()) {
                findings.add(Kind.UNEXPLAINED, "The platform holds " + name(resource) + ", which nothing speaks of.");
            }
            records.forEach(record ->
                    held.computeIfAbsent(record, key -> new ArrayList<>()).add(resource));
        }
        int right = 0;
        for (Map.Entry<RecordKey, NavigableMap<Long, Map<String, String>>> expected : truth.entrySet()) {
            if (isRight(expected.getKey(), expected.getValue(), held.getOrDefault(expected.getKey(), List.of()))) {
                right++;
            }
        }
        return right;
    }

    private Set<RecordKey> records(JsonNode resource) {
        Set<RecordKey> records = new TreeSet<>();
        for (JsonNode identifier : resource.path("identifier")) {
            RecordKey key = new RecordKey(
                    resource.path("resourceType").asText(),
                    identifier.path("value").asText());
            if (truth.containsKey(key)) {
                records.add(key);
            }
        }
        return records;
    }

    private boolean isRight(RecordKey record, NavigableMap<Long, Map<String, String>> said, List<JsonNode> there) {
        if (there.isEmpty()) {
            findings.add(Kind.LOST, record + " is not on the platform.");
            return false;
        }
        if (there.size() > 1) {
            findings.add(
                    Kind.DOUBLED,
                    record + " is there " + there.size() + " times: "
                            + there.stream().map(PlatformVerdict::name).toList());
            return false;
        }
        Map<String, String> facts = Facts.of(there.get(0));
        boolean right = true;
        Map<String, String> expected = new TreeMap<>();
        said.values().forEach(expected::putAll);
        for (Map.Entry<String, String> newest : expected.entrySet()) {
            String found = facts.getOrDefault(newest.getKey(), "");
            if (!found.equals(newest.getValue())) {
                right = false;
                boolean older = said.values().stream().anyMatch(before -> found.equals(before.get(newest.getKey())));
                findings.add(
                        older ? Kind.OVERWRITTEN : Kind.UNEXPLAINED,
                        record + ", " + name(there.get(0)) + ": " + newest.getKey() + " is '" + found + "' where '"
                                + newest.getValue() + "' must be.");
            }
        }
        return right;
    }

    private static String name(JsonNode resource) {
        return resource.path("resourceType").asText() + "/"
                + resource.path("id").asText();
    }
}
