package org.dhpbridge.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.dhpbridge.delivery.json.Json;

/**
 * How final a resource is by its own status, so that of two reports of the same time the more final one stays. A
 * preliminary result ranks below the final one, that below a corrected one (FHIR R5 observation-status,
 * diagnostic-report-status, request-status, encounter-status; HL7 v2 table 0123 knows the same order).
 */
final class StatusRank {

    private static final Map<String, Integer> RESULT = Map.ofEntries(
            Map.entry("registered", 1),
            Map.entry("specimen-in-process", 2),
            Map.entry("partial", 3),
            Map.entry("preliminary", 4),
            Map.entry("modified", 5),
            Map.entry("final", 6),
            Map.entry("appended", 7),
            Map.entry("amended", 8),
            Map.entry("corrected", 8),
            Map.entry("cancelled", 9),
            Map.entry("entered-in-error", 10));

    private static final Map<String, Integer> REQUEST = Map.of(
            "draft", 1, "on-hold", 2, "active", 2, "ended", 3, "completed", 3, "revoked", 4, "entered-in-error", 5);

    private static final Map<String, Integer> ENCOUNTER = Map.of(
            "planned", 1,
            "on-hold", 2,
            "in-progress", 2,
            "discharged", 3,
            "completed", 4,
            "discontinued", 4,
            "cancelled", 5,
            "entered-in-error", 6);

    private static final Map<String, Map<String, Integer>> BY_TYPE = Map.of(
            "Observation", RESULT,
            "DiagnosticReport", RESULT,
            "ServiceRequest", REQUEST,
            "MedicationRequest", REQUEST,
            "Encounter", ENCOUNTER);

    private static final int FIRST_FINAL = 6;
    private static final int LAST_FINAL = 8;

    private StatusRank() {}

    /**
     * Positive when the one is a final result (final, appended, amended, corrected) and the other one is not yet, negative the
     * other way round, else 0.
     */
    static int compareFinality(int one, int other) {
        return isFinal(one) && isOpen(other) ? 1 : isOpen(one) && isFinal(other) ? -1 : 0;
    }

    /** Whether a result is final, appended, amended or corrected. */
    static boolean isFinal(int rank) {
        return rank >= FIRST_FINAL && rank <= LAST_FINAL;
    }

    /** Whether a result is more than final: appended, amended, corrected, cancelled or an error. */
    static boolean isAfterFinal(int rank) {
        return rank > FIRST_FINAL;
    }

    private static boolean isOpen(int rank) {
        return rank > 0 && rank < FIRST_FINAL;
    }

    /** The higher, the more final; 0 when the type has no such order or the status is not in it. */
    static int of(JsonNode resource) {
        String status = Json.text(resource, "status");
        return status == null
                ? 0
                : BY_TYPE.getOrDefault(Json.text(resource, "resourceType"), Map.of())
                        .getOrDefault(status, 0);
    }
}
