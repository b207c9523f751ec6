package org.dhpbridge.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.IntSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.dhpbridge.conformance.Issue;

/**
 * Which OBX are lines of one text (docs/mapping.md, "Which result is which"): HL7 v2 sends a text line by line, each in an OBX of
 * the same OBX-3, and says nowhere that they belong together.
 */
final class TextLines {

    private static final Set<String> LINES = Set.of("", "TX", "FT", "ST");
    private static final Set<String> PROSE = Set.of("TX", "FT");

    /** Unit, range, flag, status, time, method, device and instance: what has its own is no line of another's text. */
    private static final List<String> OWN =
            List.of("OBX-6", "OBX-7", "OBX-8", "OBX-11", "OBX-14", "OBX-17", "OBX-18", "OBX-21");

    private static final String ANSWERS =
            "the message has several texts (OBX-2: ST) of one test, and each may be an answer by itself; each was sent as a result of its"
                    + " own. Send lines of one text as TX, and of several results each with a sub-id (OBX-4).";

    /** @param of the specimen that it was observed of, where an order has several */
    private record Key(JsonNode test, JsonNode sub, JsonNode of) {

        static Key of(JsonNode part) {
            return new Key(obx(part, "OBX-3"), obx(part, "OBX-4"), part.path("OF"));
        }
    }

    private static final int MOST_LETTERS_OF_A_SIGN = 2;
    private static final int LONGEST_SIGN = 4;

    private TextLines() {}

    /**
     * @param parts objects with an {@code OBX} and perhaps {@code NTE}
     * @return a list of lists of the same objects: the lines of a text together and in their order, every other one alone
     */
    static ArrayNode groups(JsonNode parts) {
        if (parts.size() == 1 && parts.path(0).has("OBX")) {
            return JsonNodeFactory.instance.arrayNode().add(array(List.of(parts.get(0))));
        }
        Map<Key, List<JsonNode>> same = new LinkedHashMap<>();
        for (JsonNode part : parts) {
            if (part.has("OBX")) {
                same.computeIfAbsent(Key.of(part), k -> new ArrayList<>(2)).add(part);
            }
        }
        Map<JsonNode, Integer> places = same.size() > 1 ? places(parts) : Map.of();
        List<List<JsonNode>> counted = counted(same, places);
        Set<Key> taken = new HashSet<>();
        counted.forEach(lines -> lines.forEach(line -> taken.add(Key.of(line))));
        ArrayNode groups = JsonNodeFactory.instance.arrayNode();
        same.forEach((key, members) -> {
            boolean together = members.size() > 1 && areOne(members) && standTogether(members, places);
            if (together && !areAnswers(members)) {
                groups.add(array(inOrder(members, "OBX-1")));
            } else if (taken.isEmpty() || !taken.contains(key)) {
                members.forEach(member -> groups.add(array(List.of(member))));
                if (together) {
                    tellAnswers(members.get(1));
                }
            }
        });
        counted.forEach(lines -> groups.add(array(lines)));
        return groups;
    }

    /** TX and FT whose sub-ids 1, 2, 3 … only count them: no result of another kind has one of these sub-ids. */
    private static List<List<JsonNode>> counted(Map<Key, List<JsonNode>> same, Map<JsonNode, Integer> places) {
        Map<List<JsonNode>, List<JsonNode>> texts = new LinkedHashMap<>();
        Set<Integer> others = new HashSet<>();
        same.forEach((key, members) -> {
            int sub = number(key.sub());
            if (sub > 0 && members.stream().allMatch(member -> isOf(member, PROSE))) {
                texts.computeIfAbsent(List.of(key.test(), key.of()), k -> new ArrayList<>(2))
                        .addAll(members);
            } else if (sub > 0) {
                others.add(sub);
            }
        });
        texts.values().stream()
                .filter(TextLines::areShort)
                .flatMap(List::stream)
                .forEach(line -> others.add(number(obx(line, "OBX-4"))));
        List<List<JsonNode>> counted = new ArrayList<>();
        for (List<JsonNode> lines : texts.values()) {
            List<JsonNode> sorted = lines.size() > 1 ? inOrder(lines, "OBX-4") : List.of();
            if (!sorted.isEmpty() && isCount(sorted, others) && areOne(sorted) && standTogether(sorted, places)) {
                counted.add(sorted);
            }
        }
        return counted;
    }

    private static boolean isCount(List<JsonNode> lines, Set<Integer> others) {
        for (int at = 0; at < lines.size(); at++) {
            if (number(obx(lines.get(at), "OBX-4")) != at + 1 || others.contains(at + 1)) {
                return false;
            }
        }
        return true;
    }

    /** Where each stands, by the set ids where all have one. */
    private static Map<JsonNode, Integer> places(JsonNode parts) {
        List<JsonNode> all = new ArrayList<>(parts.size());
        parts.forEach(part -> {
            if (part.has("OBX")) {
                all.add(part);
            }
        });
        Map<JsonNode, Integer> places = new IdentityHashMap<>();
        for (JsonNode part : inOrder(all, "OBX-1")) {
            places.put(part, places.size());
        }
        return places;
    }

    /** Whether no result of another test stands between them, as between the antibiograms of two microbes. */
    private static boolean standTogether(List<JsonNode> members, Map<JsonNode, Integer> places) {
        if (places.isEmpty()) {
            return true;
        }
        IntSummaryStatistics at = members.stream().mapToInt(places::get).summaryStatistics();
        return at.getMax() - at.getMin() == members.size() - 1;
    }

    /** A letter or two, or signs, as of resistance (R, MS) or strength (+++), and no text. */
    private static boolean areShort(List<JsonNode> members) {
        return members.stream().map(member -> text(member).strip()).allMatch(TextLines::isSign);
    }

    private static boolean isSign(String text) {
        int longest = text.chars().anyMatch(Character::isLetter) ? MOST_LETTERS_OF_A_SIGN : LONGEST_SIGN;
        return !text.isEmpty() && text.length() <= longest;
    }

    /** The same again in every line, in words or figures: each is a result, where a text only repeats a line among others. */
    private static boolean repeat(List<JsonNode> members) {
        List<String> said = members.stream()
                .map(member -> text(member).strip())
                .filter(text -> text.chars().anyMatch(Character::isLetterOrDigit))
                .toList();
        return said.size() > 1 && new HashSet<>(said).size() == 1;
    }

    private static boolean areOne(List<JsonNode> members) {
        boolean lines = members.stream().allMatch(member -> isOf(member, LINES) && isWords(member));
        boolean prose = members.stream().allMatch(member -> isOf(member, PROSE));
        long noted = members.stream().filter(member -> member.has("NTE")).count();
        return lines
                && !areShort(members)
                && (prose || noted < 2 && !repeat(members))
                && OWN.stream().allMatch(field -> agree(members, field));
    }

    /** Some are no lines by their type, and each may be an answer by itself. */
    private static boolean areAnswers(List<JsonNode> members) {
        return !members.stream().allMatch(member -> isOf(member, PROSE))
                && Answers.are(members.stream().map(TextLines::text).toList());
    }

    private static void tellAnswers(JsonNode second) {
        String where = new InputPlace(second.path("OBX"), "OBX-5").toString();
        MappingRun.current()
                .add(Issue.warning("business-rule", "Observation.value", where + ": " + ANSWERS)
                        .at(where));
    }

    /** Words, and no number that has a unit. */
    private static boolean isWords(JsonNode part) {
        JsonNode values = obx(part, "OBX-5");
        for (JsonNode value : values) {
            if (value.isObject()) {
                return false;
            }
        }
        return obx(part, "OBX-6").isMissingNode() || !NumberFunctions.isMeasure(values.path(0));
    }

    private static boolean agree(Collection<JsonNode> members, String field) {
        JsonNode said = null;
        for (JsonNode member : members) {
            JsonNode own = obx(member, field);
            if (!MappingFunction.isNothing(own)) {
                if (said != null && !said.equals(own)) {
                    return false;
                }
                said = own;
            }
        }
        return true;
    }

    private static String text(JsonNode part) {
        return obx(part, "OBX-5").path(0).asText("");
    }

    private static boolean isOf(JsonNode part, Set<String> types) {
        return types.contains(obx(part, "OBX-2").asText(""));
    }

    private static List<JsonNode> inOrder(List<JsonNode> members, String field) {
        Predicate<JsonNode> seen = new HashSet<JsonNode>()::add;
        boolean numbered =
                members.stream().map(member -> obx(member, field)).allMatch(id -> number(id) > 0 && seen.test(id));
        List<JsonNode> sorted = new ArrayList<>(members);
        if (numbered) {
            sorted.sort(java.util.Comparator.comparingInt(member -> number(obx(member, field))));
        }
        return sorted;
    }

    /** A set id or a sub-id that counts; 0 when it is something else. */
    private static int number(JsonNode id) {
        String text = id.asText("");
        int number = 0;
        for (int at = 0; at < text.length(); at++) {
            int digit = text.charAt(at) - '0';
            if (digit < 0 || digit > 9 || text.length() > 9) {
                return 0;
            }
            number = 10 * number + digit;
        }
        return number;
    }

    private static JsonNode obx(JsonNode part, String field) {
        return part.path("OBX").path(field);
    }

    private static ArrayNode array(List<JsonNode> members) {
        return JsonNodeFactory.instance.arrayNode().addAll(members);
    }
}
