package org.dhpbridge.source.hl7;

import ca.uhn.hl7v2.HL7Exception;
import ca.uhn.hl7v2.model.Composite;
import ca.uhn.hl7v2.model.Group;
import ca.uhn.hl7v2.model.Message;
import ca.uhn.hl7v2.model.Primitive;
import ca.uhn.hl7v2.model.Segment;
import ca.uhn.hl7v2.model.Structure;
import ca.uhn.hl7v2.model.Type;
import ca.uhn.hl7v2.parser.DefaultModelClassFactory;
import ca.uhn.hl7v2.parser.ModelClassFactory;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;

/**
 * Writes {@code dictionary.txt}, the one HL7v2 dictionary for all versions, from the structure classes of HAPI HL7v2.
 * Run {@code main} to renew the file in {@code src/main/resources}.
 *
 * <p>Segments, fields and data types come from the newest version in which they exist. Message structures come from 2.7
 * where it has them (2.8 moved ORC into a group of its own, for which no earlier message and no mapping is shaped), else
 * from the newest version that has them. 2.5.1 is left out: it has nothing that 2.5 and 2.6 lack.
 */
final class DictionaryGenerator {

    static final Path FILE = Path.of("src/main/resources/org/dhpbridge/source/hl7/dictionary.txt");

    private static final List<Version> NEWEST_FIRST = List.of(
            new Version("281", "2.8.1"),
            new Version("28", "2.8"),
            new Version("27", "2.7"),
            new Version("26", "2.6"),
            new Version("25", "2.5"),
            new Version("24", "2.4"),
            new Version("231", "2.3.1"),
            new Version("23", "2.3"),
            new Version("22", "2.2"),
            new Version("21", "2.1"));
    private static final List<Version> STRUCTURES_FIRST = NEWEST_FIRST.stream()
            .sorted(Comparator.comparing(v -> !v.number.equals("2.7")))
            .toList();

    /** Data types that later versions renamed or widened, component by component. */
    static final Map<String, String> SUCCESSORS = new TreeMap<>(Map.of(
            "CE", "CWE", "TS", "DTM", "PN", "XPN", "AD", "XAD", "TN", "XTN", "CN", "XCN", "CK", "CX", "CM_MSG", "MSG"));

    private record Version(String code, String number) {
        String pack(String kind) {
            return "ca.uhn.hl7v2.model.v" + code + "." + kind + ".";
        }
    }

    private final ModelClassFactory factory = new DefaultModelClassFactory();
    /** Primitives that no version has a class of its own for. */
    private final TreeSet<String> sharedPrimitives = new TreeSet<>();

    private final Map<Version, Message> anyMessage = new HashMap<>();

    private DictionaryGenerator() {}

    public static void main(String[] args) throws Exception {
        Files.writeString(FILE, generate(), StandardCharsets.UTF_8);
    }

    static String generate() throws Exception {
        return new DictionaryGenerator().lines().stream().collect(Collectors.joining("\n", "", "\n"));
    }

    private List<String> lines() throws Exception {
        Map<String, List<String>> segments = segments();
        Map<String, String> structures = structures();
        Map<String, String> events = events(structures);
        structures.keySet().retainAll(events.values());
        List<String> lines = new ArrayList<>();
        lines.add("# HL7 v2.1-2.8.1, written by DictionaryGenerator: change that, not this");
        SUCCESSORS.forEach((old, now) -> lines.add("successor " + old + " " + now));
        used(types(), segments)
                .forEach(
                        (name, components) -> lines.add(("type " + name + " " + String.join(" ", components)).strip()));
        segments.forEach((name, fields) -> lines.add("segment " + name + " " + String.join(" ", fields)));
        structures.forEach((name, content) -> lines.add("structure " + name + content));
        events.forEach((event, structure) -> lines.add("event " + event + " " + structure));
        return lines;
    }

    /** The types that a segment uses, and those with a name of HL7's own (CM_… are HAPI's names) for OBX-5. */
    private static Map<String, List<String>> used(Map<String, List<String>> types, Map<String, List<String>> segments) {
        Map<String, List<String>> used = new TreeMap<>();
        Deque<String> open = new ArrayDeque<>();
        types.keySet().stream().filter(name -> name.indexOf('_') < 0).forEach(open::add);
        segments.values().forEach(fields -> fields.forEach(field -> open.add(field.replace("*", ""))));
        while (!open.isEmpty()) {
            String name = open.remove();
            if (types.containsKey(name) && used.putIfAbsent(name, types.get(name)) == null) {
                open.addAll(types.get(name));
            }
        }
        return used;
    }

    private Map<String, List<String>> types() throws Exception {
        Map<String, List<String>> all = new TreeMap<>();
        for (Version version : NEWEST_FIRST) {
            for (String name : classes(version, "datatype")) {
                Class<?> found = Class.forName(version.pack("datatype") + name);
                if (!Type.class.isAssignableFrom(found) || name.equals("NULLDT") || SUCCESSORS.containsKey(name)) {
                    continue;
                }
                Type type = (Type) found.getConstructor(Message.class).newInstance(message(version));
                List<String> components = new ArrayList<>();
                if (type instanceof Composite composite) {
                    for (Type component : composite.getComponents()) {
                        components.add(typeName(component));
                    }
                }
                merge(all.computeIfAbsent(name, n -> new ArrayList<>()), components);
            }
        }
        sharedPrimitives.removeAll(SUCCESSORS.keySet());
        sharedPrimitives.forEach(name -> all.putIfAbsent(name, List.of()));
        return all;
    }

    private Map<String, List<String>> segments() throws Exception {
        Map<String, List<String>> all = new TreeMap<>();
        for (Version version : NEWEST_FIRST) {
            for (String name : classes(version, "segment")) {
                Message message = message(version);
                Segment segment = (Segment) Class.forName(version.pack("segment") + name)
                        .getConstructor(Group.class, ModelClassFactory.class)
                        .newInstance(message, factory);
                List<String> fields = new ArrayList<>();
                for (int n = 1; n <= segment.numFields(); n++) {
                    String type = typeName(segment.getField(n, 0));
                    fields.add(type.equals("-") ? type : type + (segment.getMaxCardinality(n) == 1 ? "" : "*"));
                }
                merge(all.computeIfAbsent(name, n -> new ArrayList<>()), fields);
            }
        }
        return all;
    }

    /** Adds what the newer list lacks: positions beyond its end, and positions it declares withdrawn. */
    private static void merge(List<String> newer, List<String> older) {
        for (int i = 0; i < older.size(); i++) {
            if (i >= newer.size()) {
                newer.add(older.get(i));
            } else if (newer.get(i).equals("-")) {
                newer.set(i, older.get(i));
            }
        }
    }

    private String typeName(Type type) {
        String name = type.getClass().getSimpleName();
        if (name.equals("NULLDT")) {
            return "-";
        }
        if (type instanceof Primitive) {
            sharedPrimitives.add(name);
        }
        return SUCCESSORS.getOrDefault(name, name);
    }

    private Map<String, String> structures() throws Exception {
        Map<String, String> all = new TreeMap<>();
        for (Version version : STRUCTURES_FIRST) {
            for (String name : classes(version, "message")) {
                if (!all.containsKey(name)) {
                    StringBuilder text = new StringBuilder();
                    describe(
                            (Group) Class.forName(version.pack("message") + name)
                                    .getConstructor()
                                    .newInstance(),
                            text);
                    all.put(name, text.toString());
                }
            }
        }
        return all;
    }

    private static void describe(Group group, StringBuilder text) throws HL7Exception {
        for (String name : group.getNames()) {
            Structure child = group.get(name);
            boolean isGroup = child instanceof Group;
            text.append(' ').append(isGroup ? name : child.getClass().getSimpleName());
            text.append(group.isRequired(name) && !group.isChoiceElement(name) ? "" : "?");
            text.append(group.isRepeating(name) ? "*" : "");
            if (isGroup) {
                text.append(" (");
                describe((Group) child, text);
                text.append(" )");
            }
        }
    }

    private Map<String, String> events(Map<String, String> structures) throws Exception {
        Map<String, String> all = new TreeMap<>();
        for (Version version : NEWEST_FIRST) {
            String path = "ca/uhn/hl7v2/parser/eventmap/" + version.number + ".properties";
            try (InputStream in = DictionaryGenerator.class.getClassLoader().getResourceAsStream(path)) {
                Properties map = new Properties();
                if (in != null) {
                    map.load(in);
                }
                for (String name : classes(version, "message")) {
                    all.putIfAbsent(name, map.getProperty(name, name));
                }
                map.forEach((event, structure) -> all.putIfAbsent((String) event, (String) structure));
            }
        }
        all.values().removeIf(structure -> !structures.containsKey(structure));
        return all;
    }

    private Message message(Version version) throws Exception {
        if (!anyMessage.containsKey(version)) {
            Class<?> ack = Class.forName(version.pack("message") + "ACK");
            anyMessage.put(version, (Message) ack.getConstructor().newInstance());
        }
        return anyMessage.get(version);
    }

    private TreeSet<String> classes(Version version, String kind) throws Exception {
        Path jar = Path.of(message(version)
                .getClass()
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        String folder = version.pack(kind).replace('.', '/');
        TreeSet<String> names = new TreeSet<>();
        try (JarFile file = new JarFile(jar.toFile())) {
            file.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.startsWith(folder) && name.endsWith(".class") && name.indexOf('$') < 0)
                    .map(name -> name.substring(folder.length(), name.length() - ".class".length()))
                    .filter(name -> name.indexOf('/') < 0)
                    .forEach(names::add);
        }
        return names;
    }
}
