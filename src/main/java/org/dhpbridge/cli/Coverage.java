package org.dhpbridge.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
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
import org.dhpbridge.conformance.MustSupport.Presence;
import org.dhpbridge.profile.Profile;
import org.dhpbridge.profile.ProfilePack;
import org.dhpbridge.source.RawMessage;
import org.dhpbridge.transform.Draft;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows which Must Support elements a source fills: what a site needs to know before it may connect. */
@Command(
        name = "coverage",
        mixinStandardHelpOptions = true,
        header = "Shows how often the messages in files fill the Must Support elements, without sending anything.",
        description = {
            "",
            "Prints, per profile and Must Support element, in how many resources it is sent, left out, or declared absent."
                    + " A resource that stands in several messages counts in each. Then the fields that hold something and that no"
                    + " mapping looks at, the most frequent first, with the reason where mappings/hl7v2/deviations.csv has one.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every message could be read",
            "1:at least one message or file cannot be read",
            "2:wrong usage"
        })
final class Coverage extends ConvertingCommand {

    private static final int ONE_IS_UNREADABLE = 1;

    @Option(names = "--json", description = "prints one JSON object instead of a table")
    private boolean asJson;

    private final Map<String, ProfileCoverage> byProfile = new TreeMap<>();
    private final MustSupport mustSupport = new MustSupport();
    private final Map<String, NotCarried> notCarried = new TreeMap<>();
    private ProfilePack profiles;
    private int messages;
    private int unreadable;

    private static final class ProfileCoverage {
        private int resources;
        private final Map<String, Map<Presence, Integer>> elements = new LinkedHashMap<>();

        int count(String element, Presence presence) {
            return elements.get(element).getOrDefault(presence, 0);
        }
    }

    /** A field that no mapping looks at. */
    private static final class NotCarried {
        private int values;
        private int messages;
    }

    @Override
    void begin(ProfilePack pack) {
        profiles = pack;
    }

    @Override
    void converted(Path file, RawMessage message, Draft draft, Map<String, Integer> unread) {
        messages++;
        unread.forEach((field, count) -> {
            NotCarried counted = notCarried.computeIfAbsent(field, f -> new NotCarried());
            counted.values += count;
            counted.messages++;
        });
        for (ObjectNode resource : draft.resources()) {
            String type = resource.path("resourceType").asText();
            String name = type + "/" + resource.path("id").asText();
            Set<String> declared = draft.filled().stream()
                    .filter(filled -> filled.resource().equals(name))
                    .map(Filled::path)
                    .collect(Collectors.toSet());
            profiles.profilesNamedBy(resource).forEach(profile -> count(resource, profile, declared));
        }
    }

    private void count(ObjectNode resource, Profile profile, Set<String> declared) {
        ProfileCoverage coverage = byProfile.computeIfAbsent(profile.url(), url -> new ProfileCoverage());
        coverage.resources++;
        mustSupport.of(resource, profile, declared).forEach((element, presence) -> coverage.elements
                .computeIfAbsent(element, e -> new EnumMap<>(Presence.class))
                .merge(presence, 1, Integer::sum));
    }

    @Override
    void unreadable(Path file, String location, String code, String sentence) {
        unreadable++;
        err().println(file + (location == null ? "" : " " + location) + ": " + sentence);
    }

    @Override
    int end() {
        if (asJson) {
            out().println(json());
        } else {
            printTable();
        }
        return unreadable == 0 ? 0 : ONE_IS_UNREADABLE;
    }

    private ObjectNode json() {
        ObjectNode report = new ObjectMapper().createObjectNode();
        report.put("pack", profiles.id()).put("messages", messages).put("unreadable", unreadable);
        ArrayNode all = report.putArray("profiles");
        byProfile.forEach((url, coverage) -> {
            ArrayNode elements = all.addObject()
                    .put("profile", url)
                    .put("resources", coverage.resources)
                    .putArray("elements");
            for (String element : coverage.elements.keySet()) {
                elements.addObject()
                        .put("element", element)
                        .put("sent", coverage.count(element, Presence.SENT))
                        .put("declaredAbsent", coverage.count(element, Presence.DECLARED_ABSENT))
                        .put("leftOut", coverage.count(element, Presence.LEFT_OUT));
            }
        });
        ArrayNode fields = report.putArray("notCarried");
        mostFrequent().forEach(entry -> fields.addObject()
                .put("field", entry.getKey())
                .put("count", entry.getValue().values)
                .put("messages", entry.getValue().messages)
                .put("why", why(entry.getKey())));
        return report;
    }

    private List<Map.Entry<String, NotCarried>> mostFrequent() {
        return notCarried.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<String, NotCarried> entry) -> -entry.getValue().messages)
                        .thenComparing(Map.Entry::getKey))
                .toList();
    }

    private void printTable() {
        out().printf("%s: %d messages, %d unreadable%n", profiles.id(), messages, unreadable);
        byProfile.forEach((url, coverage) -> {
            List<String> elements = List.copyOf(coverage.elements.keySet());
            int width = elements.stream().mapToInt(String::length).reduce("Must Support".length(), Math::max);
            out().printf("%n%s: %d resources%n", url, coverage.resources);
            out().printf("  %-" + width + "s %8s %16s %9s%n", "Must Support", "sent", "declared absent", "left out");
            for (String element : elements) {
                out().printf(
                                "  %-" + width + "s %8d %16d %9d%n",
                                element,
                                coverage.count(element, Presence.SENT),
                                coverage.count(element, Presence.DECLARED_ABSENT),
                                coverage.count(element, Presence.LEFT_OUT));
            }
        });
        if (!notCarried.isEmpty()) {
            out().printf("%nFields that hold something and are not carried: messages, values, why%n");
            mostFrequent().forEach(entry -> out().printf(
                            "  %-12s %6d %6d  %s%n",
                            entry.getKey(),
                            entry.getValue().messages,
                            entry.getValue().values,
                            why(entry.getKey()) == null ? "" : why(entry.getKey())));
        }
    }
}
