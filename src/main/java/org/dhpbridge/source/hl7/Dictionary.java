package org.dhpbridge.source.hl7;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Segments, data types, message structures and trigger events of HL7v2, one for all versions, from the generated {@code
 * dictionary.txt}. Its lines: {@code successor OLD NEW}, {@code type NAME COMPONENT…}, {@code segment NAME FIELD…} ({@code *}
 * repeats), {@code structure NAME CHILD…} ({@code ?} optional, {@code *} repeats, {@code ( … )} the content of the group
 * before it), {@code event TYPE_EVENT STRUCTURE}.
 */
final class Dictionary {

    private static final Dictionary STANDARD = load();

    private final Map<String, String> successors = new HashMap<>();
    private final Map<String, DataType> types = new HashMap<>();
    private final Map<String, SegmentType> segments = new HashMap<>();
    private final Map<String, GroupType> structures = new TreeMap<>();
    private final Map<String, GroupType> events = new TreeMap<>();

    private Dictionary() {}

    static Dictionary standard() {
        return STANDARD;
    }

    /** @return null for a segment that HL7 does not define */
    SegmentType segment(String name) {
        return segments.get(name);
    }

    /** @return null for a data type that HL7 does not define; for a renamed one what it became, as CWE for CE */
    DataType type(String name) {
        return types.get(successors.getOrDefault(name, name));
    }

    /** @return null when HL7 defines no such structure */
    GroupType structure(String name) {
        return structures.get(name);
    }

    /** Whether HL7 says which structure that trigger event has. */
    boolean knows(String type, String event) {
        return events.containsKey(type + "_" + event);
    }

    /**
     * The structure of a trigger event, of its type's first event when the event is unknown.
     *
     * @param event may be empty
     * @return null for an unknown type
     */
    GroupType structure(String type, String event) {
        GroupType known = events.get(type + "_" + event);
        if (known != null) {
            return known;
        }
        return structures.entrySet().stream()
                .filter(entry -> entry.getKey().equals(type) || entry.getKey().startsWith(type + "_"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    private static Dictionary load() {
        Dictionary dictionary = new Dictionary();
        Map<String, String[]> typeLines = new HashMap<>();
        List<String[]> segmentLines = new ArrayList<>();
        try (InputStream in = Dictionary.class.getResourceAsStream("dictionary.txt");
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] words = line.split(" ");
                switch (words[0]) {
                    case "successor" -> dictionary.successors.put(words[1], words[2]);
                    case "type" -> typeLines.put(words[1], words);
                    case "segment" -> segmentLines.add(words);
                    case "structure" -> dictionary.structures.put(words[1], GroupType.structure(words));
                    case "event" -> dictionary.events.put(words[1], dictionary.structures.get(words[2]));
                    default -> {
                        continue;
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the HL7v2 dictionary in the jar", e);
        }
        typeLines.keySet().forEach(name -> dictionary.resolve(name, typeLines));
        segmentLines.forEach(words -> dictionary.segments.put(words[1], new SegmentType(words, dictionary)));
        return dictionary;
    }

    private DataType resolve(String name, Map<String, String[]> lines) {
        DataType known = types.get(name);
        if (known != null || !lines.containsKey(name)) {
            return known;
        }
        String[] words = lines.get(name);
        DataType[] components = new DataType[words.length - 2];
        for (int i = 0; i < components.length; i++) {
            components[i] = resolve(words[i + 2], lines);
        }
        DataType type = new DataType(name, components);
        types.put(name, type);
        return type;
    }
}
