package org.dhpbridge.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import org.dhpbridge.conformance.ResourceCheck;

/** The FHIR R5 REST interface (FHIR R5, 3.2.0), JSON only, behind a bearer token. */
final class FhirEndpoint {

    private static final Set<String> JSON = Set.of("application/fhir+json", "application/json", "text/json");

    private final SearchParameters table = SearchParameters.bundled();
    private final SandboxSettings settings;
    private final TokenEndpoint tokens;
    private final Statistics statistics;
    private final ResourceStore store;
    private final Instances instances;
    private final Search search;
    private final Bundles bundles;
    private final SearchCache cache = new SearchCache();

    /** @param faults that strike the entries of batches */
    FhirEndpoint(
            SandboxSettings settings, ResourceCheck check, TokenEndpoint tokens, Statistics statistics, Faults faults) {
        this.settings = settings;
        this.tokens = tokens;
        this.statistics = statistics;
        this.store = new ResourceStore(settings.checkReferences());
        this.instances = new Instances(table, store, settings, check);
        this.search = new Search(table, store, settings);
        this.bundles = new Bundles(instances, store, settings, this::handle, faults);
    }

    ResourceStore store() {
        return store;
    }

    /** @param mode how faithfully reads and searches show what is stored */
    Response handle(Request request, Search.EntryMode mode) {
        try {
            return answer(request, mode);
        } catch (FhirException e) {
            Response refusal = Response.fhir(e.status(), Outcomes.of(e.issues()));
            return e.status() == 401
                    ? refusal.with("WWW-Authenticate", "Bearer realm=\"fhir\", error=\"invalid_token\"")
                    : refusal;
        }
    }

    private Response answer(Request request, Search.EntryMode mode) {
        FhirRequest interaction = FhirRequest.of(request);
        if (interaction.kind() == FhirRequest.RequestKind.CAPABILITIES) {
            statistics.request(interaction.kind().code());
            return Response.fhir(200, Capabilities.statement(table, settings.transactions(), request.fhirBase()));
        }
        checkToken(request);
        checkFormat(request, interaction);
        if (interaction.kind() == FhirRequest.RequestKind.TRANSACTION) {
            return bundle(request, mode);
        }
        statistics.request(interaction.kind().code());
        instances.checkOffered(interaction.type());
        String type = interaction.type();
        String id = interaction.id();
        return switch (interaction.kind()) {
            case CREATE -> instances.create(request, type);
            case READ -> instances.read(type, id, mode.asOf());
            case VREAD -> instances.vread(type, id, interaction.version());
            case UPDATE -> instances.update(request, type, id);
            case DELETE -> instances.delete(request, type, id);
            case HISTORY_INSTANCE -> instances.history(request, type, id);
            default -> cache.answer(request, mode.cached(), () -> search(request, type, mode));
        };
    }

    /** Somebody else writes the resource that a PUT is about to replace. */
    void writeConcurrently(Request request) {
        FhirRequest interaction = FhirRequest.of(request);
        store.tag(interaction.type(), interaction.id(), "concurrent-write");
    }

    private void checkToken(Request request) {
        switch (tokens.verdict(request.header("Authorization").orElse(null))) {
            case GOOD -> {}
            case EXPIRED -> throw new FhirException(401, "expired", "The access token has expired: get a new one.");
            default ->
                throw new FhirException(
                        401,
                        "login",
                        "An access token is needed: POST " + Sandbox.TOKEN_PATH
                                + ", then send it as Authorization: Bearer.");
        }
    }

    private static void checkFormat(Request request, FhirRequest interaction) {
        boolean search = interaction.kind() == FhirRequest.RequestKind.SEARCH_TYPE;
        boolean hasBody = request.method().equals("POST") || request.method().equals("PUT");
        if (hasBody && !search && !JSON.contains(request.mediaType())) {
            throw new FhirException(415, "not-supported", "Send Content-Type: application/fhir+json.");
        }
        String accept = request.header("Accept").orElse("*/*");
        if (List.of("json", "*/*", "application/*").stream().noneMatch(accept::contains)) {
            throw new FhirException(406, "not-supported", "Only application/fhir+json can be answered.");
        }
    }

    private Response bundle(Request request, Search.EntryMode mode) {
        ObjectNode bundle = StrictJson.fromClient(request.body());
        if (!settings.transactions()) {
            throw new FhirException(400, "not-supported", "Bundles are not supported.");
        }
        if (!bundle.path("resourceType").asText().equals("Bundle")) {
            throw new FhirException(400, "invalid", "Only a Bundle can be sent to the base address.");
        }
        String type = bundle.path("type").asText();
        switch (type) {
            case "transaction" -> {
                statistics.request(type);
                return bundles.transaction(bundle, request, mode);
            }
            case "batch" -> {
                statistics.request(type);
                return bundles.batch(bundle, request);
            }
            default ->
                throw new FhirException(
                        400, "value", "Bundle.type", "The type of the Bundle must be transaction or batch.");
        }
    }

    private Response search(Request request, String type, Search.EntryMode mode) {
        QueryString query = QueryString.parse(request.query());
        if (request.method().equals("POST")) {
            query = query.and(QueryString.parse(request.body()));
        }
        boolean strict = request.prefers("handling=strict");
        return Response.fhir(200, search.run(type, query, request.fhirBase(), strict, mode));
    }
}
