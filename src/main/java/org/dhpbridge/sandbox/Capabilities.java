package org.dhpbridge.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** The CapabilityStatement of the sandbox: what it really does, no more. */
final class Capabilities {

    private static final List<String> INTERACTIONS =
            List.of("create", "delete", "history-instance", "read", "search-type", "update", "vread");

    private Capabilities() {}

    static ObjectNode statement(SearchParameters parameters, boolean transactions, String base) {
        ObjectNode statement = StrictJson.object()
                .put("resourceType", "CapabilityStatement")
                .put("status", "active")
                .put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString())
                .put("kind", "instance");
        statement.putObject("software").put("name", "dhp-bridge sandbox");
        statement
                .putObject("implementation")
                .put("description", "The Digital Health Platform in a box, for trying things out")
                .put("url", base);
        statement.put("fhirVersion", "5.0.0");
        statement.putArray("format").add("application/fhir+json").add("json");
        ObjectNode rest = statement.putArray("rest").addObject().put("mode", "server");
        rest.putObject("security")
                .put("description", "OAuth 2.0 client credentials; Authorization: Bearer on every request but this one")
                .putArray("service")
                .addObject()
                .putArray("coding")
                .addObject()
                .put("system", "http://terminology.hl7.org/CodeSystem/restful-security-service")
                .put("code", "OAuth");
        ArrayNode resources = rest.putArray("resource");
        parameters.types().forEach(type -> addResource(resources, type, parameters));
        if (transactions) {
            ArrayNode system = rest.putArray("interaction");
            system.addObject().put("code", "batch");
            system.addObject().put("code", "transaction");
        }
        return statement;
    }

    private static void addResource(ArrayNode resources, String type, SearchParameters parameters) {
        ObjectNode resource = resources.addObject().put("type", type);
        ArrayNode interactions = resource.putArray("interaction");
        INTERACTIONS.forEach(code -> interactions.addObject().put("code", code));
        resource.put("versioning", "versioned-update")
                .put("readHistory", true)
                .put("updateCreate", false)
                .put("conditionalCreate", false)
                .put("conditionalRead", "not-supported")
                .put("conditionalUpdate", false)
                .put("conditionalPatch", false)
                .put("conditionalDelete", "not-supported");
        ArrayNode includes = resource.putArray("searchInclude");
        parameters.of(type).values().stream()
                .filter(p -> p.kind() == SearchParameters.ParameterType.REFERENCE)
                .forEach(p -> includes.add(type + ":" + p.name()));
        ArrayNode search = resource.putArray("searchParam");
        parameters.of(type).values().forEach(p -> search.addObject()
                .put("name", p.name())
                .put("type", p.kind().code()));
    }
}
