package org.dhpbridge.transform;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.dhpbridge.absent.Filled;
import org.dhpbridge.conformance.MustSupport;
import org.dhpbridge.conformance.MustSupport.ElementPresence;
import org.dhpbridge.profile.Profile;
import org.dhpbridge.profile.ProfilePack;

/**
 * Adds up how often messages fill the Must Support elements of the profiles, and which of their fields no mapping looks at. A
 * resource that stands in several messages counts in each.
 */
public final class CoverageCount {

    /**
     * The resources of one profile.
     *
     * @param profile its canonical
     */
    public record OfProfile(String profile, int resources, List<OfElement> elements) {}

    /** In how many resources the element is sent, declared absent, left out. */
    public record OfElement(String element, int sent, int declaredAbsent, int leftOut) {}

    /**
     * A field that holds something and that no mapping looks at.
     *
     * @param field as {@code OBR-31}
     * @param values how often it holds something
     * @param messages in how many messages
     */
    public record OfField(String field, int values, int messages) {}

    private static final class Resources {
        private int count;
        private final Map<String, Map<ElementPresence, Integer>> elements = new LinkedHashMap<>();
    }

    private static final class Unread {
        private int values;
        private int messages;
    }

    private final ProfilePack pack;
    private final MustSupport mustSupport = new MustSupport();
    private final Map<String, Resources> byProfile = new TreeMap<>();
    private final Map<String, Unread> notCarried = new TreeMap<>();
    private int messages;

    public CoverageCount(ProfilePack pack) {
        this.pack = pack;
    }

    /**
     * One message more.
     *
     * @param draft after {@link Transform#traceWith} and {@link Transform#fillAbsent}
     * @param unread as {@link Transform#traceWith} gave it
     */
    public void add(Draft draft, Map<String, Integer> unread) {
        messages++;
        unread.forEach((field, count) -> {
            Unread counted = notCarried.computeIfAbsent(field, f -> new Unread());
            counted.values += count;
            counted.messages++;
        });
        for (ObjectNode resource : draft.resources()) {
            String name = resource.path("resourceType").asText() + "/"
                    + resource.path("id").asText();
            Set<String> declared = draft.filled().stream()
                    .filter(filled -> filled.resource().equals(name))
                    .map(Filled::path)
                    .collect(Collectors.toSet());
            pack.profilesNamedBy(resource).forEach(profile -> count(resource, profile, declared));
        }
    }

    private void count(ObjectNode resource, Profile profile, Set<String> declared) {
        Resources counted = byProfile.computeIfAbsent(profile.url(), url -> new Resources());
        counted.count++;
        mustSupport.of(resource, profile, declared).forEach((element, presence) -> counted.elements
                .computeIfAbsent(element, e -> new EnumMap<>(ElementPresence.class))
                .merge(presence, 1, Integer::sum));
    }

    /** How many messages were added. */
    public int messages() {
        return messages;
    }

    /** By profile, each with its elements in the profile's order. */
    public List<OfProfile> profiles() {
        return byProfile.entrySet().stream()
                .map(one -> new OfProfile(
                        one.getKey(),
                        one.getValue().count,
                        one.getValue().elements.entrySet().stream()
                                .map(element -> element(element.getKey(), element.getValue()))
                                .toList()))
                .toList();
    }

    private static OfElement element(String element, Map<ElementPresence, Integer> counts) {
        return new OfElement(
                element,
                counts.getOrDefault(ElementPresence.SENT, 0),
                counts.getOrDefault(ElementPresence.DECLARED_ABSENT, 0),
                counts.getOrDefault(ElementPresence.LEFT_OUT, 0));
    }

    /** Those that stand in the most messages first. */
    public List<OfField> notCarried() {
        return notCarried.entrySet().stream()
                .map(one -> new OfField(one.getKey(), one.getValue().values, one.getValue().messages))
                .sorted(Comparator.comparing((OfField field) -> -field.messages())
                        .thenComparing(OfField::field))
                .toList();
    }
}
