package org.dhpbridge.sandbox;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.dhpbridge.kernel.EnumCode;

/** What a FHIR request asks for, and of what (FHIR R5, 3.2.0). */
record FhirRequest(RequestKind kind, String type, String id, String version) {

    /** The RESTful interactions on offer, named as FHIR codes them. */
    enum RequestKind {
        CAPABILITIES,
        READ,
        VREAD,
        UPDATE,
        DELETE,
        HISTORY_INSTANCE,
        CREATE,
        SEARCH_TYPE,
        TRANSACTION,
        BATCH;

        String code() {
            return EnumCode.of(this);
        }
    }

    private static final Pattern UUID_FORM = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    static FhirRequest of(Request request) {
        return of(request.method(), belowBase(request));
    }

    /** Without looking at ids and names; empty when it is no FHIR request or none that is on offer. */
    static Optional<RequestKind> kindOf(Request request) {
        boolean fhir = FaultField.under(request.path(), Sandbox.FHIR_PATH);
        return fhir ? Optional.ofNullable(kind(request.method(), segments(belowBase(request)))) : Optional.empty();
    }

    private static String belowBase(Request request) {
        return request.path().substring(Sandbox.FHIR_PATH.length()).replaceAll("^/+|/+$", "");
    }

    private static List<String> segments(String path) {
        return path.isEmpty() ? List.of() : List.of(path.split("/"));
    }

    /** @param path below the FHIR base, without slashes at its ends */
    static FhirRequest of(String method, String path) {
        List<String> segments = segments(path);
        String type = segments.isEmpty() ? null : segments.get(0);
        RequestKind kind = kind(method, segments);
        if (kind == null) {
            boolean operation = segments.stream().anyMatch(s -> s.startsWith("$"));
            throw new FhirException(
                    operation ? 400 : 405,
                    "not-supported",
                    operation
                            ? "The sandbox offers no operations."
                            : "The sandbox does not offer " + method + " on this address; see metadata.");
        }
        String id = segments.size() > 1 && kind != RequestKind.SEARCH_TYPE ? segments.get(1) : null;
        if (id != null && !UUID_FORM.matcher(id).matches()) {
            throw new FhirException(400, "invalid", "An id is a UUID.");
        }
        return new FhirRequest(kind, type, id, segments.size() == 4 ? segments.get(3) : null);
    }

    private static RequestKind kind(String method, List<String> segments) {
        boolean history = segments.size() > 2 && segments.get(2).equals("_history");
        boolean operation = segments.stream().anyMatch(s -> s.startsWith("$"));
        if (operation) {
            return null;
        }
        return switch (segments.size()) {
            case 0 -> method.equals("POST") ? RequestKind.TRANSACTION : null;
            case 1 -> onType(method, segments.get(0));
            case 2 -> onInstance(method, segments.get(1));
            case 3 -> history && method.equals("GET") ? RequestKind.HISTORY_INSTANCE : null;
            case 4 -> history && method.equals("GET") ? RequestKind.VREAD : null;
            default -> null;
        };
    }

    private static RequestKind onType(String method, String type) {
        return switch (method) {
            case "GET" -> type.equals("metadata") ? RequestKind.CAPABILITIES : RequestKind.SEARCH_TYPE;
            case "POST" -> RequestKind.CREATE;
            default -> null;
        };
    }

    private static RequestKind onInstance(String method, String id) {
        return switch (method) {
            case "GET" -> RequestKind.READ;
            case "PUT" -> RequestKind.UPDATE;
            case "DELETE" -> RequestKind.DELETE;
            case "POST" -> id.equals("_search") ? RequestKind.SEARCH_TYPE : null;
            default -> null;
        };
    }
}
