package org.dhpbridge.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dhpbridge.conformance.Issue;
import org.dhpbridge.conformance.ResourceCheck;
import org.dhpbridge.sandbox.ResourceStore.ResourceVersion;
import org.dhpbridge.sandbox.ResourceStore.ResourceWrite;
import org.dhpbridge.sandbox.ResourceStore.Stored;

/** Create, read, vread, update, delete and history of single resources. */
final class Instances {

    private static final Pattern ETAG = Pattern.compile("(?:W/)?\"?(\\d{1,18})\"?");
    private static final long MATCHES_NONE = -1;

    private final SearchParameters table;
    private final ResourceStore store;
    private final SandboxSettings settings;
    private final ResourceCheck check;

    Instances(SearchParameters table, ResourceStore store, SandboxSettings settings, ResourceCheck check) {
        this.table = table;
        this.store = store;
        this.settings = settings;
        this.check = check;
    }

    Response create(Request request, String type) {
        refuseConditionalCreate(request.header("If-None-Exist").isPresent());
        ObjectNode resource = StrictJson.fromClient(request.body());
        checkType(resource, type);
        checkContent(resource);
        Stored stored = store.commit(List.of(create(-1, resource))).get(0);
        return written(request, 201, stored);
    }

    /** A write that stores a new resource under a new id. */
    static ResourceWrite create(int entry, ObjectNode resource) {
        return new ResourceWrite(
                entry,
                ResourceStore.WriteKind.CREATE,
                resource.path("resourceType").asText(),
                UUID.randomUUID().toString(),
                resource,
                null);
    }

    void refuseConditionalCreate(boolean asked) {
        if (asked && settings.ifNoneExist() == SandboxSettings.IfNoneExist.REFUSED) {
            throw new FhirException(400, "not-supported", "Conditional create is not supported.");
        }
    }

    Response update(Request request, String type, String id) {
        ObjectNode resource = StrictJson.fromClient(request.body());
        checkType(resource, type);
        checkId(resource, id);
        checkContent(resource);
        long expected = version(request.header("If-Match").orElse(null));
        ResourceWrite write = new ResourceWrite(-1, ResourceStore.WriteKind.UPDATE, type, id, resource, expected);
        return written(request, 200, store.commit(List.of(write)).get(0));
    }

    /** The version that an If-Match header names; one that nothing has when it is missing or unreadable. */
    static long version(String ifMatch) {
        Matcher m = ETAG.matcher(ifMatch == null ? "" : ifMatch.strip());
        return m.matches() ? Long.parseLong(m.group(1)) : MATCHES_NONE;
    }

    Response delete(Request request, String type, String id) {
        Long expected = request.header("If-Match").map(Instances::version).orElse(null);
        store.commit(List.of(new ResourceWrite(-1, ResourceStore.WriteKind.DELETE, type, id, null, expected)));
        return Response.fhir(200, Outcomes.information("The resource was deleted."));
    }

    void checkType(ObjectNode resource, String type) {
        String sent = resource.path("resourceType").asText();
        if (!sent.equals(type)) {
            throw new FhirException(400, "invalid", "The address says " + type + ", the body's resourceType does not.");
        }
        checkOffered(type);
    }

    void checkOffered(String type) {
        if (!table.types().contains(type)) {
            throw new FhirException(404, "not-supported", "There is no resource type of this name here; see metadata.");
        }
    }

    static void checkId(ObjectNode resource, String id) {
        if (!resource.path("id").asText().equals(id)) {
            throw new FhirException(
                    400,
                    "invalid",
                    resource.path("resourceType").asText() + ".id",
                    "The id in the body must be the id in the address.");
        }
    }

    /** 422 when the resource breaks its profile and the sandbox is strict. */
    void checkContent(ObjectNode resource) {
        if (settings.strict()) {
            List<Issue> issues = check.check(resource);
            if (Issue.anyError(issues)) {
                throw new FhirException(422, issues);
            }
        }
    }

    private Response written(Request request, int status, Stored stored) {
        ResourceVersion version = stored.current();
        Response response;
        if (request.prefers("return=minimal")) {
            response = Response.empty(status);
        } else if (request.prefers("return=OperationOutcome")) {
            response = Response.fhir(status, Outcomes.information("The resource was stored."));
        } else {
            response = Response.fhir(status, version.json());
        }
        return versioned(response, version).with("Location", request.fhirBase() + "/" + historyPath(stored, version));
    }

    static String historyPath(Stored stored, ResourceVersion version) {
        return stored.type() + "/" + stored.id() + "/_history/" + version.number();
    }

    private static Response versioned(Response response, ResourceVersion version) {
        return response.with("ETag", version.etag()).with("Last-Modified", httpDate(version.time()));
    }

    static String httpDate(Instant time) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(time.atOffset(ZoneOffset.UTC));
    }

    /** @param asOf the resource as it was then */
    Response read(String type, String id, Instant asOf) {
        Stored stored = find(type, id);
        ResourceVersion version = stored.at(asOf).orElseThrow(() -> gone(type, stored));
        return versioned(Response.fhir(200, version.json()), version);
    }

    private static FhirException gone(String type, Stored stored) {
        return stored.current().deleted()
                ? new FhirException(410, "deleted", "This " + type + " was deleted.")
                : notFound(type);
    }

    Response vread(String type, String id, String number) {
        ResourceVersion version = find(type, id).versions().stream()
                .filter(v -> Long.toString(v.number()).equals(number))
                .findFirst()
                .orElseThrow(
                        () -> new FhirException(404, "not-found", "This " + type + " has no version of this number."));
        if (version.deleted()) {
            throw new FhirException(410, "deleted", "This version says that the " + type + " was deleted.");
        }
        return versioned(Response.fhir(200, version.json()), version);
    }

    private Stored find(String type, String id) {
        return store.find(type, id).orElseThrow(() -> notFound(type));
    }

    private static FhirException notFound(String type) {
        return new FhirException(404, "not-found", "There is no " + type + " of this id.");
    }

    Response history(Request request, String type, String id) {
        List<ResourceVersion> versions = new ArrayList<>(find(type, id).versions());
        Collections.reverse(versions);
        ObjectNode bundle = StrictJson.object()
                .put("resourceType", "Bundle")
                .put("type", "history")
                .put("total", versions.size());
        ArrayNode entries = bundle.putArray("entry");
        for (ResourceVersion version : versions) {
            ObjectNode entry = entries.addObject().put("fullUrl", request.fhirBase() + "/" + type + "/" + id);
            if (!version.deleted()) {
                entry.set("resource", StrictJson.stored(version.json()));
            }
            boolean first = version.number() == 1;
            String method = first ? "POST" : "PUT";
            entry.putObject("request")
                    .put("method", version.deleted() ? "DELETE" : method)
                    .put("url", first ? type : type + "/" + id);
            entry.putObject("response")
                    .put("status", first ? "201 Created" : "200 OK")
                    .put("etag", version.etag())
                    .put("lastModified", version.time().toString());
        }
        return Response.fhir(200, bundle);
    }
}
