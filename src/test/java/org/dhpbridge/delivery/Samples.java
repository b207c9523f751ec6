package org.dhpbridge.delivery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.dhpbridge.delivery.json.JsonText;

/** Resources as the mappings make them: deterministic local ids, an identifier each, references by local id. */
final class Samples {

    static final String SITE = "urn:test:site";
    static final OffsetDateTime MORNING = OffsetDateTime.parse("2026-11-02T08:00:00+05:00");

    static final Map<String, String> FHIR_JSON = Map.of("Content-Type", "application/fhir+json;charset=UTF-8");
    static final String OUTCOME =
            """
            {"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"required",
             "diagnostics":"minimum is 1","expression":["Patient.identifier"]}]}
            """;

    private Samples() {}

    static DeliveryRequest request(OffsetDateTime time, ObjectNode... resources) {
        return new DeliveryRequest(time, List.of(resources));
    }

    /** A value that no other test uses. */
    static String unique(String stem) {
        return stem + "-" + UUID.randomUUID();
    }

    static ObjectNode patient(String mrn) {
        return resource(
                "Patient",
                mrn,
                """
                {"name":[{"use":"official","text":"Каримов Азиз","family":"Каримов","given":["Азиз"]}],
                 "gender":"male","birthDate":"1985-03-02","telecom":[{"system":"phone","value":"+998901112233"}]}
                """);
    }

    static ObjectNode serviceRequest(String number, String mrn) {
        ObjectNode order = resource(
                "ServiceRequest",
                number,
                "{\"status\":\"active\",\"intent\":\"order\",\"code\":{\"concept\":{\"text\":\"Общий анализ\"}}}");
        order.putObject("subject").put("reference", local("Patient", mrn));
        return order;
    }

    /** @param value as {@code 5.10}: its digits are to survive */
    static ObjectNode observation(String number, String mrn, String status, String value) {
        ObjectNode observation = resource(
                "Observation",
                number,
                """
                {"status":"%s","code":{"coding":[{"system":"http://loinc.org","code":"2345-7"}],"text":"Глюкоза"},
                 "valueQuantity":{"value":%s,"unit":"ммоль/л","system":"http://unitsofmeasure.org","code":"mmol/L"}}
                """
                        .formatted(status, value));
        observation.putObject("subject").put("reference", local("Patient", mrn));
        return observation;
    }

    static ObjectNode report(String number, String mrn, String order, String... observations) {
        ObjectNode report =
                resource("DiagnosticReport", number, "{\"status\":\"final\",\"code\":{\"text\":\"Общий анализ\"}}");
        report.putObject("subject").put("reference", local("Patient", mrn));
        report.putArray("basedOn").addObject().put("reference", local("ServiceRequest", order));
        for (String observation : observations) {
            report.withArrayProperty("result").addObject().put("reference", local("Observation", observation));
        }
        return report;
    }

    static ObjectNode resource(String type, String identifier, String json) {
        ObjectNode resource = JsonText.object(json);
        resource.put("resourceType", type).put("id", id(type, identifier));
        resource.putArray("identifier").addObject().put("system", SITE).put("value", identifier);
        return resource;
    }

    static String id(String type, String identifier) {
        return UUID.nameUUIDFromBytes((type + identifier).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    static String local(String type, String identifier) {
        return type + "/" + id(type, identifier);
    }

    static ObjectNode with(ObjectNode resource, String field, String json) {
        resource.set(field, JsonText.object("{\"x\":" + json + "}").get("x"));
        return resource;
    }
}
