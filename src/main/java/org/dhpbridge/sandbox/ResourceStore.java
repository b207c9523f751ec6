package org.dhpbridge.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * Every version of every resource, in memory, as JSON bytes. Identifiers and references are indexed over all versions
 * ever stored, so an index gives candidates and the search looks at each.
 */
final class ResourceStore {

    /** A version; {@code json} is null when it says that the resource was deleted. */
    record ResourceVersion(long number, Instant time, byte[] json) {

        boolean deleted() {
            return json == null;
        }

        String etag() {
            return "W/\"" + number + "\"";
        }
    }

    /** A resource and its versions, oldest first. */
    static final class Stored {
        private final String type;
        private final String id;
        private volatile List<ResourceVersion> versions = List.of();

        private Stored(String type, String id) {
            this.type = type;
            this.id = id;
        }

        String type() {
            return type;
        }

        String id() {
            return id;
        }

        List<ResourceVersion> versions() {
            return versions;
        }

        ResourceVersion current() {
            return versions.get(versions.size() - 1);
        }

        /** The version that was current at a time; empty when the resource was not there or was deleted. */
        Optional<ResourceVersion> at(Instant time) {
            for (int i = versions.size() - 1; i >= 0; i--) {
                ResourceVersion version = versions.get(i);
                if (!version.time().isAfter(time)) {
                    return version.deleted() ? Optional.empty() : Optional.of(version);
                }
            }
            return Optional.empty();
        }

        private void add(ResourceVersion version) {
            List<ResourceVersion> more = new ArrayList<>(versions);
            more.add(version);
            versions = Collections.unmodifiableList(more);
        }
    }

    /** What a write does. */
    enum WriteKind {
        CREATE,
        UPDATE,
        DELETE
    }

    /**
     * One write.
     *
     * @param entry index of the bundle entry that asked for it; -1 outside a bundle
     * @param resource what to store; null for a deletion
     * @param expected the version it must replace; null when any will do
     */
    record ResourceWrite(int entry, WriteKind kind, String type, String id, ObjectNode resource, Long expected) {}

    private final boolean checkReferences;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final Map<String, Stored> byReference = new HashMap<>();
    private final Map<String, List<Stored>> byType = new TreeMap<>();
    private final Map<String, Set<Stored>> index = new HashMap<>();

    ResourceStore(boolean checkReferences) {
        this.checkReferences = checkReferences;
    }

    /** Runs while nothing is written. */
    <T> T reading(Supplier<T> action) {
        lock.readLock().lock();
        try {
            return action.get();
        } finally {
            lock.readLock().unlock();
        }
    }

    Optional<Stored> find(String type, String id) {
        return reading(() -> Optional.ofNullable(byReference.get(type + "/" + id)));
    }

    /** All resources of a type that were ever stored, in the order of their creation. */
    List<Stored> all(String type) {
        return byType.getOrDefault(type, List.of());
    }

    /** Those of a type that have, or had, one of the index keys. */
    Collection<Stored> indexed(String type, Collection<String> keys) {
        Set<Stored> found = new LinkedHashSet<>();
        keys.forEach(key -> found.addAll(index.getOrDefault(type + "?" + key, Set.of())));
        return found;
    }

    static String identifierKey(String value) {
        return "identifier=" + value;
    }

    static String referenceKey(String id) {
        return "reference=" + id;
    }

    /** Resources that are there, by type. */
    Map<String, Long> counts() {
        return reading(() -> {
            Map<String, Long> counts = new TreeMap<>();
            byType.forEach((type, all) -> counts.put(
                    type, all.stream().filter(s -> !s.current().deleted()).count()));
            return counts;
        });
    }

    /** Stores all of them or, when one cannot be stored, none. */
    List<Stored> commit(List<ResourceWrite> writes) {
        lock.writeLock().lock();
        try {
            Map<String, WriteKind> touched = new HashMap<>();
            for (ResourceWrite write : writes) {
                if (touched.put(write.type() + "/" + write.id(), write.kind()) != null) {
                    throw refusal(write, new FhirException(400, "invalid", "The bundle writes one resource twice."));
                }
            }
            for (ResourceWrite write : writes) {
                try {
                    checkVersion(write);
                    checkReferences(write, touched);
                } catch (FhirException e) {
                    throw refusal(write, e);
                }
            }
            Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
            return writes.stream().map(write -> apply(write, now)).toList();
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** Stores a resource as it is with a tag more in its meta, as another client may at any time; none, when it is gone. */
    void tag(String type, String id, String code) {
        lock.writeLock().lock();
        try {
            Stored stored = byReference.get(type + "/" + id);
            if (stored != null && !stored.current().deleted()) {
                ObjectNode resource = StrictJson.stored(stored.current().json());
                ObjectNode meta = resource.withObjectProperty("meta");
                meta.remove(List.of("versionId", "lastUpdated"));
                meta.withArrayProperty("tag").addObject().put("code", code);
                commit(List.of(new ResourceWrite(-1, WriteKind.UPDATE, type, id, resource, null)));
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    private static FhirException refusal(ResourceWrite write, FhirException reason) {
        return write.entry() < 0 ? reason : reason.inEntry(write.entry());
    }

    private void checkVersion(ResourceWrite write) {
        if (write.kind() == WriteKind.CREATE) {
            return;
        }
        Stored stored = byReference.get(write.type() + "/" + write.id());
        if (stored == null) {
            throw new FhirException(404, "not-found", "There is no " + write.type() + " of this id.");
        }
        if (stored.current().deleted() && write.kind() == WriteKind.UPDATE) {
            throw new FhirException(410, "deleted", "This " + write.type() + " was deleted.");
        }
        if (write.expected() != null && write.expected() != stored.current().number()) {
            throw versionMismatch();
        }
    }

    /** What a PUT without a matching If-Match gets, word for word as the platform says it. */
    static FhirException versionMismatch() {
        return new FhirException(412, "invalid", "Version is mismatch");
    }

    private void checkReferences(ResourceWrite write, Map<String, WriteKind> touched) {
        if (!checkReferences || write.resource() == null) {
            return;
        }
        for (ResourceReferences.FoundReference found : ResourceReferences.in(write.resource())) {
            if (found.value().startsWith("urn:")) {
                throw new FhirException(
                        422, "not-found", found.expression(), "The reference points to no entry of this bundle.");
            }
            if (found.value().indexOf('?') >= 0) {
                throw new FhirException(
                        400, "not-supported", found.expression(), "Conditional references are not supported.");
            }
            ResourceReferences.target(found.value())
                    .filter(target -> target.base() == null && !exists(target, touched))
                    .ifPresent(target -> {
                        throw new FhirException(
                                422,
                                "not-found",
                                found.expression(),
                                "The reference points to a " + target.type() + " that is not there.");
                    });
        }
    }

    private boolean exists(ResourceReferences.ReferenceTarget target, Map<String, WriteKind> touched) {
        WriteKind kind = touched.get(target.relative());
        if (kind != null) {
            return kind != WriteKind.DELETE;
        }
        Stored stored = byReference.get(target.relative());
        return stored != null && !stored.current().deleted();
    }

    private Stored apply(ResourceWrite write, Instant now) {
        Stored stored = byReference.computeIfAbsent(write.type() + "/" + write.id(), key -> {
            Stored created = new Stored(write.type(), write.id());
            byType.computeIfAbsent(write.type(), type -> new ArrayList<>()).add(created);
            return created;
        });
        long number = stored.versions().isEmpty() ? 1 : stored.current().number() + 1;
        if (write.kind() == WriteKind.DELETE) {
            if (!stored.current().deleted()) {
                stored.add(new ResourceVersion(number, now, null));
            }
            return stored;
        }
        ObjectNode resource = withMeta(write, number, now);
        stored.add(new ResourceVersion(number, now, StrictJson.bytes(resource)));
        indexKeys(resource).forEach(key -> index.computeIfAbsent(write.type() + "?" + key, k -> new LinkedHashSet<>(2))
                .add(stored));
        return stored;
    }

    private static ObjectNode withMeta(ResourceWrite write, long number, Instant now) {
        ObjectNode resource = StrictJson.object();
        resource.put("resourceType", write.type()).put("id", write.id());
        ObjectNode meta = resource.putObject("meta");
        meta.put("versionId", Long.toString(number)).put("lastUpdated", now.toString());
        write.resource().path("meta").properties().forEach(e -> meta.putIfAbsent(e.getKey(), e.getValue()));
        write.resource().properties().forEach(e -> resource.putIfAbsent(e.getKey(), e.getValue()));
        return resource;
    }

    private static Set<String> indexKeys(ObjectNode resource) {
        Set<String> keys = new HashSet<>();
        JsonNode identifier = resource.path("identifier");
        (identifier.isArray() ? identifier : List.of(identifier))
                .forEach(i -> keys.add(identifierKey(i.path("value").asText())));
        ResourceReferences.in(resource).forEach(found -> ResourceReferences.target(found.value())
                .ifPresent(target -> keys.add(referenceKey(target.id()))));
        return keys;
    }
}
