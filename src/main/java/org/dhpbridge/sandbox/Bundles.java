package org.dhpbridge.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.dhpbridge.sandbox.ResourceStore.ResourceVersion;
import org.dhpbridge.sandbox.ResourceStore.ResourceWrite;
import org.dhpbridge.sandbox.ResourceStore.Stored;
import org.dhpbridge.sandbox.ResourceStore.WriteKind;
import org.springframework.http.HttpHeaders;

/**
 * Transactions, which succeed or fail as a whole, and batches, whose entries stand alone (FHIR R5, 3.2.0.15). A
 * transaction's entries take effect as DELETE, POST, PUT, GET, whatever their order in the bundle.
 */
final class Bundles {

    private static final Map<Integer, String> REASONS = Map.of(
            200,
            "OK",
            201,
            "Created",
            400,
            "Bad Request",
            404,
            "Not Found",
            405,
            "Method Not Allowed",
            410,
            "Gone",
            412,
            "Precondition Failed",
            422,
            "Unprocessable Entity");

    private final Instances instances;
    private final ResourceStore store;
    private final SandboxSettings settings;
    private final BiFunction<Request, Search.EntryMode, Response> single;
    private final Faults faults;

    /**
     * @param single answers a request for one interaction
     * @param faults strike each entry of a batch as a request of its own
     */
    Bundles(
            Instances instances,
            ResourceStore store,
            SandboxSettings settings,
            BiFunction<Request, Search.EntryMode, Response> single,
            Faults faults) {
        this.faults = faults;
        this.instances = instances;
        this.store = store;
        this.settings = settings;
        this.single = single;
    }

    /** An entry as sent; its index is its place in the bundle. */
    private record Entry(int index, String fullUrl, String method, String url, JsonNode request, ObjectNode resource) {

        String type() {
            return url.split("/")[0];
        }

        boolean writes() {
            return !method.equals("GET");
        }
    }

    Response transaction(ObjectNode bundle, Request request, Search.EntryMode mode) {
        List<Entry> entries = entries(bundle);
        List<ResourceWrite> writes = new ArrayList<>();
        Map<String, String> links = new HashMap<>();
        for (Entry entry : entries) {
            if (entry.writes()) {
                ResourceWrite write = inEntry(entry, () -> write(entry));
                writes.add(write);
                link(entry, write, links);
            }
        }
        for (ResourceWrite write : writes) {
            if (write.resource() != null) {
                ResourceReferences.rewrite(write.resource(), links);
                inEntry(entries.get(write.entry()), () -> {
                    instances.checkContent(write.resource());
                    return null;
                });
            }
        }
        List<Stored> stored = store.commit(writes);

        ObjectNode[] answers = new ObjectNode[entries.size()];
        for (int i = 0; i < writes.size(); i++) {
            answers[writes.get(i).entry()] = written(writes.get(i).kind(), stored.get(i));
        }
        for (Entry entry : entries) {
            if (!entry.writes()) {
                answers[entry.index()] = answer(single.apply(asRequest(entry, request), mode));
            }
        }
        return Response.fhir(200, bundleOf("transaction-response", List.of(answers)));
    }

    Response batch(ObjectNode bundle, Request request) {
        List<ObjectNode> answers = entries(bundle).stream()
                .map(entry -> answer(ofBatch(asRequest(entry, request))))
                .toList();
        return Response.fhir(200, bundleOf("batch-response", answers));
    }

    private Response ofBatch(Request entry) {
        Strikes strikes = faults.strikeEntry(entry);
        return strikes.instead(entry).orElseGet(() -> single.apply(entry, strikes.mode()));
    }

    /** Whether a request is a batch that only reads and searches. */
    static boolean onlyAsks(Request request) {
        if (!typeOf(request).equals("batch")) {
            return false;
        }
        for (JsonNode entry : StrictJson.stored(request.body()).path("entry")) {
            if (!entry.path("request").path("method").asText().equals("GET")) {
                return false;
            }
        }
        return true;
    }

    /** The type of the Bundle that a request sends; empty when it sends none. */
    static String typeOf(Request request) {
        boolean toBase = request.method().equals("POST")
                && request.path().replaceAll("/+$", "").equals(Sandbox.FHIR_PATH);
        try {
            return toBase ? StrictJson.fromClient(request.body()).path("type").asText() : "";
        } catch (FhirException unreadable) {
            return "";
        }
    }

    private static List<Entry> entries(ObjectNode bundle) {
        List<Entry> entries = new ArrayList<>();
        for (JsonNode node : bundle.path("entry")) {
            int index = entries.size();
            JsonNode request = node.path("request");
            String method = request.path("method").asText();
            String url = request.path("url").asText();
            if (method.isEmpty() || url.isEmpty()) {
                throw new FhirException(400, "required", "An entry needs request.method and request.url.")
                        .inEntry(index);
            }
            ObjectNode resource = node.path("resource") instanceof ObjectNode object ? object : null;
            entries.add(new Entry(index, node.path("fullUrl").asText(), method, url, request, resource));
        }
        return entries;
    }

    private static <T> T inEntry(Entry entry, Supplier<T> step) {
        try {
            return step.get();
        } catch (FhirException e) {
            throw e.inEntry(entry.index());
        }
    }

    private ResourceWrite write(Entry entry) {
        if (entry.url().indexOf('?') >= 0) {
            throw new FhirException(400, "not-supported", "Conditional interactions are not supported.");
        }
        FhirRequest interaction = FhirRequest.of(entry.method(), entry.url());
        return switch (interaction.kind()) {
            case CREATE -> create(entry);
            case UPDATE -> update(entry, interaction);
            case DELETE -> {
                instances.checkOffered(interaction.type());
                yield new ResourceWrite(
                        entry.index(), WriteKind.DELETE, interaction.type(), interaction.id(), null, null);
            }
            default ->
                throw new FhirException(400, "not-supported", "A transaction takes POST, PUT, DELETE and GET entries.");
        };
    }

    private ResourceWrite create(Entry entry) {
        instances.refuseConditionalCreate(entry.request().has("ifNoneExist"));
        instances.checkType(resource(entry), entry.type());
        return Instances.create(entry.index(), resource(entry));
    }

    private ResourceWrite update(Entry entry, FhirRequest interaction) {
        ObjectNode resource = resource(entry);
        instances.checkType(resource, interaction.type());
        Instances.checkId(resource, interaction.id());
        return new ResourceWrite(
                entry.index(),
                WriteKind.UPDATE,
                interaction.type(),
                interaction.id(),
                resource,
                expected(entry.request()));
    }

    private Long expected(JsonNode request) {
        return switch (settings.entryIfMatch()) {
            case IGNORED -> null;
            case HONOURED ->
                request.has("ifMatch")
                        ? Instances.version(request.path("ifMatch").asText())
                        : null;
            case REQUIRED -> Instances.version(request.path("ifMatch").asText());
        };
    }

    private static ObjectNode resource(Entry entry) {
        if (entry.resource() == null) {
            throw new FhirException(400, "required", "A POST or PUT entry needs a resource.");
        }
        return entry.resource();
    }

    private static void link(Entry entry, ResourceWrite write, Map<String, String> links) {
        if (entry.fullUrl().isEmpty() || write.resource() == null) {
            return;
        }
        String became = write.type() + "/" + write.id();
        if (links.put(entry.fullUrl(), became) != null) {
            throw new FhirException(400, "invalid", "Two entries have the same fullUrl.").inEntry(entry.index());
        }
        // a fullUrl that is an address is also meant by the relative reference to it (FHIR R5, 2.36.4)
        ResourceReferences.target(entry.fullUrl()).ifPresent(target -> links.put(target.relative(), became));
    }

    private static ObjectNode written(WriteKind kind, Stored stored) {
        ResourceVersion version = stored.current();
        ObjectNode entry = StrictJson.object();
        ObjectNode response = entry.putObject("response").put("status", status(kind == WriteKind.CREATE ? 201 : 200));
        if (kind != WriteKind.DELETE) {
            response.put("location", Instances.historyPath(stored, version))
                    .put("etag", version.etag())
                    .put("lastModified", version.time().toString());
        }
        return entry;
    }

    private static String status(int code) {
        return code + " " + REASONS.getOrDefault(code, "Error");
    }

    private static Request asRequest(Entry entry, Request outer) {
        HttpHeaders headers = new HttpHeaders();
        outer.headers().forEach((name, values) -> {
            if (name.equalsIgnoreCase("Authorization") || name.equalsIgnoreCase("Accept")) {
                headers.put(name, values);
            }
        });
        headers.set("Content-Type", "application/fhir+json");
        header(headers, "If-Match", entry.request().path("ifMatch"));
        header(headers, "If-None-Exist", entry.request().path("ifNoneExist"));
        int question = entry.url().indexOf('?');
        String path = question < 0 ? entry.url() : entry.url().substring(0, question);
        String query = question < 0 ? null : entry.url().substring(question + 1);
        byte[] body = entry.resource() == null ? new byte[0] : StrictJson.bytes(entry.resource());
        return new Request(entry.method(), Sandbox.FHIR_PATH + "/" + path, query, headers, body, outer.root());
    }

    private static void header(HttpHeaders headers, String name, JsonNode value) {
        if (value.isTextual()) {
            headers.set(name, value.textValue());
        }
    }

    private static ObjectNode answer(Response response) {
        ObjectNode entry = StrictJson.object();
        ObjectNode result = StrictJson.object().put("status", status(response.status()));
        String location = response.headers().get("Location");
        if (location != null) {
            result.put("location", location.substring(location.indexOf(Sandbox.FHIR_PATH + "/") + 6));
        }
        if (response.headers().containsKey("ETag")) {
            result.put("etag", response.headers().get("ETag"));
        }
        if (response.body().length > 0) {
            ObjectNode body = StrictJson.stored(response.body());
            if (body.path("resourceType").asText().equals("OperationOutcome")) {
                result.set("outcome", body);
            } else {
                entry.set("resource", body);
            }
        }
        entry.set("response", result);
        return entry;
    }

    private static ObjectNode bundleOf(String type, List<ObjectNode> entries) {
        ObjectNode bundle = StrictJson.object().put("resourceType", "Bundle").put("type", type);
        ArrayNode list = bundle.putArray("entry");
        entries.forEach(list::add);
        return bundle;
    }
}
