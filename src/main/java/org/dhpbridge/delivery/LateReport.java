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

/**
 * An older report changes nothing of a newer one; the results that it brings all the same are named in it, those too that are on the
 * platform already: as an attempt that was cut off left them, or another report brought them.
 */
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
        Set<String> brought = brought(batch, seen);
        for (JsonNode result : leave.said().path(RESULT)) {
            String reference = String.valueOf(Json.text(result, "reference"));
            if (brought.contains(reference) && named.add(reference)) {
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

    /** How the platform is to refer to the records of the message. */
    private static Set<String> brought(Batch batch, Seen seen) {
        Set<String> references = new HashSet<>();
        for (BatchEntry entry : batch.entries()) {
            String there = seen.serverReference(entry);
            references.add(there == null ? entry.localReference() : there);
        }
        return references;
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
