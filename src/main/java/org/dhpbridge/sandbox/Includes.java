package org.dhpbridge.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.dhpbridge.sandbox.ResourceStore.Stored;

/** What {@code _include} and {@code _revinclude} add to a page of results (FHIR R5, 3.2.1.6.4). */
final class Includes {

    private final SearchParameters table;
    private final ResourceStore store;
    private final Instant asOf;
    private final Map<Stored, ObjectNode> added = new LinkedHashMap<>();
    private final Set<String> seen = new HashSet<>();

    /** An include value: {@code Observation:subject:Patient}, the target type being optional; or {@code *}. */
    private record IncludePath(String source, String parameter, String target) {

        static IncludePath parse(String value) {
            String[] parts = value.split(":");
            if (value.equals("*")) {
                return new IncludePath(null, null, null);
            }
            if (parts.length < 2) {
                throw new FhirException(
                        400, "value", "_include and _revinclude take type:parameter or type:parameter:target.");
            }
            return new IncludePath(parts[0], parts[1], parts.length > 2 ? parts[2] : null);
        }
    }

    Includes(SearchParameters table, ResourceStore store, Instant asOf) {
        this.table = table;
        this.store = store;
        this.asOf = asOf;
    }

    /** @param page the results; what is among them is not added again */
    Map<Stored, ObjectNode> of(QueryString query, List<ObjectNode> page) {
        page.forEach(r -> seen.add(relative(r)));
        follow(query.all("_include"), query.all("_revinclude"), page);
        List<ObjectNode> newest = List.copyOf(added.values());
        List<ObjectNode> all = new ArrayList<>(page);
        all.addAll(newest);
        while (!all.isEmpty()) {
            int before = added.size();
            follow(query.all("_include:iterate"), query.all("_revinclude:iterate"), all);
            all = added.values().stream().skip(before).toList();
        }
        return added;
    }

    private void follow(List<String> includes, List<String> reverse, List<ObjectNode> from) {
        for (String include : includes) {
            IncludePath path = IncludePath.parse(include);
            from.forEach(resource -> targets(path, resource).forEach(this::addTarget));
        }
        for (String include : reverse) {
            IncludePath path = IncludePath.parse(include);
            from.forEach(resource -> addReferring(path, resource));
        }
    }

    private Stream<ResourceReferences.ReferenceTarget> targets(IncludePath path, ObjectNode resource) {
        Stream<String> references;
        if (path.source() == null) {
            references = ResourceReferences.in(resource).stream().map(ResourceReferences.FoundReference::value);
        } else if (path.source().equals(type(resource))) {
            references = table.find(path.source(), path.parameter()).stream()
                    .flatMap(p -> p.paths().stream())
                    .flatMap(p -> p.select(resource).stream())
                    .map(Includes::literal);
        } else {
            references = Stream.empty();
        }
        return references
                .flatMap(r -> ResourceReferences.target(r).stream())
                .filter(t -> path.target() == null || path.target().equals(t.type()));
    }

    private static String literal(JsonNode node) {
        JsonNode reference = node.path("reference");
        return reference.isObject() ? reference.path("reference").asText() : reference.asText();
    }

    private void addTarget(ResourceReferences.ReferenceTarget target) {
        store.find(target.type(), target.id()).ifPresent(this::add);
    }

    private void addReferring(IncludePath path, ObjectNode resource) {
        if (path.source() == null || (path.target() != null && !path.target().equals(type(resource)))) {
            return;
        }
        String id = resource.path("id").asText();
        for (Stored stored : store.indexed(path.source(), List.of(ResourceStore.referenceKey(id)))) {
            Optional<ObjectNode> candidate = stored.at(asOf).map(v -> StrictJson.stored(v.json()));
            boolean refers = candidate.stream().flatMap(c -> targets(path, c)).anyMatch(t -> t.relative()
                    .equals(relative(resource)));
            if (refers) {
                add(stored);
            }
        }
    }

    private void add(Stored stored) {
        stored.at(asOf).ifPresent(version -> {
            if (seen.add(stored.type() + "/" + stored.id())) {
                added.put(stored, StrictJson.stored(version.json()));
            }
        });
    }

    private static String type(ObjectNode resource) {
        return resource.path("resourceType").asText();
    }

    private static String relative(ObjectNode resource) {
        return type(resource) + "/" + resource.path("id").asText();
    }
}
