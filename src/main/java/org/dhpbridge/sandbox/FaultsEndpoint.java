package org.dhpbridge.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Sets, shows and clears the faults: {@code PUT}, {@code GET} and {@code DELETE /faults}; {@code GET /faults/kinds}. */
final class FaultsEndpoint {

    static final String PATH = "/faults";

    private final Faults faults;

    FaultsEndpoint(Faults faults) {
        this.faults = faults;
    }

    Response handle(Request request) {
        if (request.path().equals(PATH + "/kinds")) {
            return request.method().equals("GET") ? Response.json(200, catalogue()) : notAllowed("GET");
        }
        switch (request.method()) {
            case "GET" -> {}
            case "DELETE" -> faults.replace(FaultSet.NONE);
            case "PUT" -> {
                try {
                    faults.replace(FaultSet.parse(request.body()));
                } catch (IllegalArgumentException e) {
                    return Response.json(400, StrictJson.object().put("error", e.getMessage()));
                }
            }
            default -> {
                return notAllowed("GET, PUT, DELETE");
            }
        }
        return Response.json(200, faults.toJson());
    }

    private static Response notAllowed(String methods) {
        return Response.json(405, StrictJson.object().put("error", "Allowed here: " + methods + "."))
                .with("Allow", methods);
    }

    private static ObjectNode catalogue() {
        ObjectNode catalogue = StrictJson.object();
        ObjectNode common = catalogue.putObject("fieldsOfEveryKind");
        FaultField.OF_EVERY_KIND.forEach(field -> describe(common, field));
        ArrayNode kinds = catalogue.putArray("kinds");
        for (FaultKind kind : FaultKind.values()) {
            ObjectNode entry = kinds.addObject()
                    .put("kind", kind.code())
                    .put("does", kind.sentence())
                    .put("strikes", kind.target().words())
                    .put("path", kind.usualPath());
            ObjectNode fields = entry.putObject("fields");
            kind.fields().forEach((field, usual) -> {
                ObjectNode description = describe(fields, field);
                if (usual != null) {
                    FaultRule.put(description, "default", usual);
                }
            });
        }
        return catalogue;
    }

    private static ObjectNode describe(ObjectNode fields, FaultField field) {
        return fields.putObject(field.code()).put("takes", field.takes()).put("means", field.meaning());
    }
}
