package org.dhpbridge.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.dhpbridge.delivery.json.Json;
import org.dhpbridge.delivery.json.References;
import org.dhpbridge.delivery.merge.Merge.Merged;
import org.dhpbridge.delivery.merge.Owned;

/** An older report changes nothing of a newer one; the results that it brings all the same are named in it. */
final class LateReport {

    private static final String REPORT = "DiagnosticReport";
    private static final String RESULT = "result";

    private LateReport() {}

    static boolean isReport(BatchEntry entry) {
        return entry.type().equals(REPORT);
    }

    /** @param leave the step that changes nothing of the newer report, which was read */
    static PlanStep step(PlanStep leave, Batch batch, Seen seen) {
        ObjectNode body = References.without(leave.there(), seen.nowhere()).deepCopy();
        Set<String> named = new HashSet<>();
        body.path(RESULT).forEach(result -> named.add(Json.text(result, "reference")));
        for (JsonNode result : leave.said().path(RESULT)) {
            BatchEntry target = batch.entry(String.valueOf(Json.text(result, "reference")));
            boolean isNew = target != null && seen.of(target).serverId() == null;
            if (isNew && named.add(Json.text(result, "reference"))) {
                body.withArrayProperty(RESULT).add(result);
            }
        }
        if (body.equals(leave.there())) {
            return leave;
        }
        Owned known = leave.found().owned(leave.reference());
        Owned before = known == null ? Owned.unknown(leave.reference()) : known;
        return leave.update(new Merged(body, before, outdated(leave)), before);
    }

    private static Set<String> outdated(PlanStep leave) {
        Set<String> outdated = new TreeSet<>();
        leave.said().properties().forEach(field -> {
            boolean differs = !field.getValue().equals(leave.there().get(field.getKey()));
            if (differs && !field.getKey().equals(RESULT)) {
                outdated.add(REPORT + '.' + field.getKey());
            }
        });
        return outdated;
    }
}
