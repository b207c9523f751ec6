package org.dhpbridge.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.dhpbridge.Shared;
import org.dhpbridge.conformance.Issue;
import org.dhpbridge.source.UnreadableMessageException;
import org.dhpbridge.transform.Draft;

/**
 * Messages of the corpus, the case folders and the samples, with segments repeated, swapped, doubled and changed: none may become
 * sendable with fewer results than it holds. The results are counted here by lines, knowing nothing of the bridge's reader.
 */
class MutantsTest {

    private static final Set<String> TEXTS = Set.of("TX", "FT", "ST", "");
    private static final List<String> MUTATED = List.of("OBX", "OBR", "SPM", "ORC", "NTE");

    private final AccountFixture bridge = AccountFixture.bundled();
    private final List<List<String>> messages = messages();
    private final Set<String> facts = facts();

    @Provide
    Arbitrary<Long> seeds() {
        return Arbitraries.longs();
    }

    @Property(tries = 600, seed = "28112026", shrinking = ShrinkingMode.OFF)
    void noMutantIsSentWithFewerResultsThanItHolds(@ForAll("seeds") long seed) {
        Random random = new Random(seed);
        List<String> mutant = new ArrayList<>(messages.get(random.nextInt(messages.size())));
        int mutations = 1 + random.nextInt(3);
        for (int i = 0; i < mutations; i++) {
            mutate(mutant, random);
        }
        String text = String.join("\r", mutant) + "\r";
        Draft draft;
        try {
            draft = bridge.hl7(text.getBytes(StandardCharsets.UTF_8));
        } catch (UnreadableMessageException refused) {
            return;
        }
        if (Issue.anyError(draft.issues())
                || Issue.anyError(bridge.checked(draft).issues())) {
            return;
        }
        Set<Integer> named = new HashSet<>(draft.mapped().leftOut());
        assertThat(sent(draft)).as(text.replace('\r', '\n')).isGreaterThanOrEqualTo(held(mutant, named));
    }

    private static long sent(Draft draft) {
        return draft.resources().stream()
                .mapToLong(resource -> switch (resource.path("resourceType").asText()) {
                    case "Observation" -> 1;
                    case "DiagnosticReport" -> resource.path("presentedForm").size();
                    default -> 0;
                })
                .sum();
    }

    /** Results that differ in anything but their position; lines of one text are one, and so are the pieces of one document. */
    private int held(List<String> segments, Set<Integer> named) {
        Set<String> results = new HashSet<>();
        Map<String, Map<Integer, Set<String>>> texts = new HashMap<>();
        boolean document = segments.get(0).contains("|MDM^");
        boolean onePatient =
                segments.get(0).contains("|VXU^") || segments.get(0).contains("|ADT^");
        String patient = segments.stream()
                .filter(segment -> name(segment).equals("PID"))
                .findFirst()
                .map(segment -> field(segment.split("\\|", -1), 3))
                .orElse("");
        String order = "";
        for (int i = 0; i < segments.size(); i++) {
            String segment = segments.get(i);
            String[] fields = segment.split("\\|", -1);
            switch (fields[0]) {
                case "PID" -> {
                    patient = field(fields, 3);
                    order = onePatient ? order : "";
                }
                case "ORC" -> order = "";
                case "OBR", "RXA" -> order = order(segment);
                case "OBX" -> {
                    boolean counts = !named.contains(i + 1)
                            && !facts.contains(field(fields, 3).split("\\^", -1)[0]);
                    if (counts && !(field(fields, 3) + field(fields, 5)).isBlank()) {
                        String of = order.isEmpty() ? orderBehind(segments, i) : order;
                        String key = document ? "a document" : patient + "#" + of + "#" + key(fields);
                        results.add(key);
                        if (!document && !field(fields, 2).equals("ED")) {
                            own(fields, texts.computeIfAbsent(key, k -> new HashMap<>()));
                        }
                    }
                }
                default -> {
                    continue;
                }
            }
        }
        int more = texts.values().stream().mapToInt(MutantsTest::furtherTexts).sum();
        return results.size() + more;
    }

    private static String order(String segment) {
        String[] fields = segment.split("\\|", -1);
        return String.join("|", Arrays.asList(fields).subList(Math.min(2, fields.length), fields.length));
    }

    /** What stands between ORC and OBR belongs to the order that they begin. */
    private static String orderBehind(List<String> segments, int result) {
        boolean begun = false;
        for (int i = 0; i < result; i++) {
            begun = name(segments.get(i)).equals("ORC")
                    || begun && !name(segments.get(i)).equals("PID");
        }
        for (int i = result + 1; begun && i < segments.size(); i++) {
            switch (name(segments.get(i))) {
                case "OBR", "RXA" -> {
                    return order(segments.get(i));
                }
                case "ORC", "PID" -> begun = false;
                default -> {
                    continue;
                }
            }
        }
        return "";
    }

    /**
     * Flag, status and time of a line of a text; what a line leaves out it has from the others. The lines of a document (MDM)
     * and the pieces of an enclosed one have none: it has the status of TXA-17, of its report.
     */
    private static void own(String[] fields, Map<Integer, Set<String>> said) {
        for (int number : new int[] {8, 11, 14}) {
            if (!field(fields, number).isEmpty()) {
                said.computeIfAbsent(number, n -> new HashSet<>()).add(field(fields, number));
            }
        }
    }

    private static int furtherTexts(Map<Integer, Set<String>> said) {
        return said.values().stream().mapToInt(Set::size).max().orElse(1) - 1;
    }

    private static String key(String[] fields) {
        if (field(fields, 2).equals("ED")) {
            return field(fields, 3);
        }
        return TEXTS.contains(field(fields, 2))
                ? field(fields, 3)
                : String.join("|", Arrays.asList(fields).subList(2, fields.length));
    }

    private static String field(String[] fields, int number) {
        return number < fields.length ? fields[number].strip() : "";
    }

    private static void mutate(List<String> segments, Random random) {
        int at = 1 + random.nextInt(segments.size() - 1);
        List<Integer> wanted = new ArrayList<>();
        for (int i = 1; i < segments.size(); i++) {
            if (MUTATED.contains(name(segments.get(i)))) {
                wanted.add(i);
            }
        }
        int chosen = wanted.isEmpty() ? at : wanted.get(random.nextInt(wanted.size()));
        String segment = segments.get(chosen);
        switch (random.nextInt(9)) {
            case 0 -> segments.add(chosen, segment);
            case 1 -> segments.add(1 + random.nextInt(segments.size()), segment);
            case 2 -> segments.add(chosen + 1, changed(segment, random));
            case 3 -> segments.set(chosen, changed(segment, random));
            case 4 -> {
                String other = segments.get(at);
                segments.set(at, segment);
                segments.set(chosen, other);
            }
            case 5 -> {
                segments.remove(chosen);
                segments.add(1 + random.nextInt(segments.size()), segment);
            }
            case 6 -> {
                int to = 1 + random.nextInt(segments.size() - 1);
                if (!name(segments.get(at)).equals("PID")) {
                    segments.add(to, segments.remove(at));
                }
            }
            case 7 -> segments.set(chosen, furtherRepetition(segment, random));
            default -> repeatNumber(segments, random);
        }
    }

    /** A field has one more repetition, whether it may repeat or not; of a result it is the value. */
    private static String furtherRepetition(String segment, Random random) {
        String[] fields = segment.split("\\|", -1);
        boolean result = name(segment).equals("OBX");
        int place = result ? 5 : 1 + random.nextInt(fields.length - 1);
        if (place < fields.length) {
            fields[place] += "~" + (1 + random.nextInt(90));
        }
        return String.join("|", fields);
    }

    /** One of the fields that tell results apart has another value. */
    private static String changed(String segment, Random random) {
        String[] fields = segment.split("\\|", -1);
        int[] places = name(segment).equals("OBX") ? new int[] {3, 4, 5, 8, 11, 14} : new int[] {2, 3, 4, 7};
        int place = places[random.nextInt(places.length)];
        if (place >= fields.length) {
            fields = Arrays.copyOf(fields, place + 1);
            for (int i = 0; i < fields.length; i++) {
                fields[i] = fields[i] == null ? "" : fields[i];
            }
        }
        fields[place] = switch (place) {
            case 14, 7 -> "202603" + (10 + random.nextInt(18)) + "0830";
            case 8 -> List.of("N", "H", "L", "A").get(random.nextInt(4));
            case 11 -> List.of("F", "P", "C").get(random.nextInt(3));
            default -> String.valueOf(1 + random.nextInt(90));
        };
        return String.join("|", fields);
    }

    private static void repeatNumber(List<String> segments, Random random) {
        for (int i = 1; i < segments.size(); i++) {
            if (name(segments.get(i)).equals("PID")) {
                String[] fields = segments.get(i).split("\\|", -1);
                if (fields.length > 3 && !fields[3].isEmpty()) {
                    fields[3] += "~" + (random.nextBoolean() ? fields[3] : "X" + random.nextInt(100) + "^^^OTHER^MR");
                    segments.set(i, String.join("|", fields));
                }
            }
        }
    }

    private static String name(String segment) {
        return segment.length() < 3 ? segment : segment.substring(0, 3);
    }

    private static List<List<String>> messages() {
        List<List<String>> messages = new ArrayList<>();
        Path shared = Shared.folder();
        for (Path folder : List.of(shared.resolve("corpus/hl7v2"), shared.resolve("cases"), Path.of("samples/hl7"))) {
            try (Stream<Path> files = Files.walk(folder)) {
                files.filter(file -> file.toString().endsWith(".hl7")).sorted().forEach(file -> add(file, messages));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return messages;
    }

    /** Files of one message that holds results. */
    private static void add(Path file, List<List<String>> messages) {
        try {
            String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
            List<String> segments = text.lines().filter(line -> !line.isBlank()).toList();
            boolean one =
                    segments.stream().filter(line -> line.startsWith("MSH|")).count() == 1
                            && segments.get(0).startsWith("MSH|^~\\&");
            boolean plain = segments.stream().allMatch(line -> line.matches("[A-Z][A-Z0-9]{2}\\|.*"));
            if (one && plain && segments.stream().anyMatch(line -> line.startsWith("OBX|"))) {
                messages.add(segments);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> facts() {
        try {
            Set<String> facts = new HashSet<>();
            for (String line : Files.readAllLines(Path.of("mappings/codes/immunization-facts.csv"))) {
                facts.add(line.split(",")[0]);
            }
            return facts;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
