package org.dhpbridge.profile;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The definitions of a pack over those of base R5, by canonical without version. */
final class Definitions {

    /** One conformance resource of the pack: its head is read at once, the rest when needed. */
    static final class ResourceHead {
        final String resourceType;
        final String id;
        final String url;
        final String type;
        private final String file;
        private byte[] bytes;
        private ObjectNode json;

        private ResourceHead(Map<String, String> head, String file, byte[] bytes, ObjectNode json) {
            this.resourceType = head.getOrDefault("resourceType", "");
            this.id = head.getOrDefault("id", "");
            this.url = head.getOrDefault("url", "");
            this.type = head.getOrDefault("type", "");
            this.file = file;
            this.bytes = bytes;
            this.json = json;
        }

        synchronized ObjectNode json() {
            if (json == null) {
                json = PackJson.object(bytes, file);
                bytes = null;
            }
            return json;
        }
    }

    private static final JsonFactory STREAMING = new JsonFactory();
    private static final List<String> BODIES =
            List.of("snapshot", "differential", "compose", "concept", "expansion", "entry", "rest", "uniqueId");

    private final R5Base base = new R5Base();
    private final Map<String, ResourceHead> structures = new LinkedHashMap<>();
    private final Map<String, ResourceHead> valueSets = new LinkedHashMap<>();
    private final Map<String, ResourceHead> codeSystems = new LinkedHashMap<>();
    private final List<ResourceHead> namingSystems = new ArrayList<>();

    Definitions(Map<String, byte[]> files) {
        files.forEach((name, bytes) -> {
            Map<String, String> head = head(bytes, name);
            if ("Bundle".equals(head.get("resourceType"))) {
                for (JsonNode entry : PackJson.object(bytes, name).path("entry")) {
                    if (entry.path("resource") instanceof ObjectNode resource) {
                        add(new ResourceHead(fields(resource), name, null, resource));
                    }
                }
            } else if (head.containsKey("resourceType") && head.containsKey("url")) {
                add(new ResourceHead(head, name, bytes, null));
            } else {
                ObjectNode json = PackJson.object(bytes, name);
                add(new ResourceHead(fields(json), name, null, json));
            }
        });
    }

    private static Map<String, String> fields(ObjectNode resource) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String field : List.of("resourceType", "id", "url", "type")) {
            fields.put(field, resource.path(field).asText());
        }
        return fields;
    }

    private void add(ResourceHead head) {
        switch (head.resourceType) {
            case "StructureDefinition" -> structures.put(head.url, head);
            case "ValueSet" -> valueSets.put(head.url, head);
            case "CodeSystem" -> codeSystems.put(head.url, head);
            case "NamingSystem" -> namingSystems.add(head);
            default -> {}
        }
    }

    private static Map<String, String> head(byte[] bytes, String name) {
        Map<String, String> head = new LinkedHashMap<>();
        try (JsonParser parser = STREAMING.createParser(bytes)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new PackException(name + " in the profile pack is not a JSON object.");
            }
            for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
                if (BODIES.contains(field)) {
                    return head;
                }
                if (parser.nextToken() == JsonToken.VALUE_STRING) {
                    head.put(field, parser.getText());
                } else {
                    parser.skipChildren();
                }
            }
            return head;
        } catch (IOException e) {
            throw new PackException(name + " in the profile pack is not JSON.", e);
        }
    }

    Collection<ResourceHead> structures() {
        return structures.values();
    }

    Collection<ResourceHead> valueSets() {
        return valueSets.values();
    }

    List<ResourceHead> namingSystems() {
        return namingSystems;
    }

    Optional<ObjectNode> structure(String canonical) {
        String url = PackJson.withoutVersion(canonical);
        ResourceHead own = structures.get(url);
        return own == null ? base.structure(url) : Optional.of(own.json());
    }

    Optional<ObjectNode> valueSet(String canonical) {
        String url = PackJson.withoutVersion(canonical);
        ResourceHead own = valueSets.get(url);
        return own == null ? base.valueSet(url) : Optional.of(own.json());
    }

    Optional<ObjectNode> codeSystem(String url) {
        ResourceHead own = codeSystems.get(url);
        return own == null ? base.codeSystem(url) : Optional.of(own.json());
    }

    boolean isOwnStructure(String canonical) {
        return structures.containsKey(PackJson.withoutVersion(canonical));
    }

    boolean hasType(String code) {
        return base.hasType(code);
    }
}
