package org.dhpbridge.source.hl7;

import ca.uhn.hl7v2.model.AbstractMessage;
import ca.uhn.hl7v2.model.Group;
import ca.uhn.hl7v2.model.Segment;
import ca.uhn.hl7v2.parser.DefaultModelClassFactory;
import ca.uhn.hl7v2.parser.ModelClassFactory;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.jar.JarFile;

/**
 * Writes {@code field-names.txt}, what HL7 calls the fields of its segments, from the classes of HAPI HL7v2 2.8.1; of those that
 * it has no more, from 2.5. Run {@code main} to renew the file in {@code src/main/resources}.
 */
final class FieldNamesGenerator {

    static final Path FILE = Path.of("src/main/resources/org/dhpbridge/source/hl7/field-names.txt");

    private final ModelClassFactory factory = new DefaultModelClassFactory();
    private final TreeMap<String, Segment> segments = new TreeMap<>();

    private FieldNamesGenerator() {}

    public static void main(String[] args) throws Exception {
        Files.writeString(FILE, generate(), StandardCharsets.UTF_8);
    }

    static String generate() throws Exception {
        FieldNamesGenerator generator = new FieldNamesGenerator();
        generator.read("281", "2.8.1");
        generator.read("25", "2.5");
        StringBuilder text =
                new StringBuilder("# Names of HL7 v2 fields, written by FieldNamesGenerator: change that, not this\n");
        for (Segment segment : generator.segments.values()) {
            String[] names = segment.getNames();
            for (int i = 0; i < names.length; i++) {
                if (names[i] != null && !names[i].isBlank()) {
                    text.append(segment.getName())
                            .append('-')
                            .append(i + 1)
                            .append(' ')
                            .append(names[i].strip().replaceAll("\\s+", " "))
                            .append('\n');
                }
            }
        }
        return text.toString();
    }

    private void read(String code, String version) throws Exception {
        Group message = (Group) Class.forName("ca.uhn.hl7v2.model.v" + code + ".message.ACK")
                .getConstructor(ModelClassFactory.class)
                .newInstance(factory);
        String folder = "ca/uhn/hl7v2/model/v" + code + "/segment/";
        URL jar = ((AbstractMessage) message)
                .getClass()
                .getProtectionDomain()
                .getCodeSource()
                .getLocation();
        try (JarFile file = new JarFile(Path.of(jar.toURI()).toFile())) {
            for (var entries = file.entries(); entries.hasMoreElements(); ) {
                String path = entries.nextElement().getName();
                if (path.startsWith(folder) && path.endsWith(".class") && !path.contains("$")) {
                    String name = path.substring(folder.length(), path.length() - ".class".length());
                    Segment segment =
                            (Segment) Class.forName(path.replace('/', '.').substring(0, path.length() - 6))
                                    .getConstructor(Group.class, ModelClassFactory.class)
                                    .newInstance(message, factory);
                    segments.putIfAbsent(name, segment);
                }
            }
        }
    }
}
