package org.dhpbridge.profile;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Base R5 as the build took it from HAPI's definitions: one definition a line, each starting with its url; parsed when first asked for. */
final class R5Base {

    static final String STRUCTURE = "http://hl7.org/fhir/StructureDefinition/";

    private static final String PREFIX = "{\"url\":\"";

    private final DefinitionLines types = new DefinitionLines("types.ndjson");
    private final DefinitionLines extensions = new DefinitionLines("extensions.ndjson");
    private final DefinitionLines codeSystems = new DefinitionLines("codesystems.ndjson");
    private final DefinitionLines valueSets = new DefinitionLines("valuesets.ndjson");

    Optional<ObjectNode> structure(String url) {
        return types.get(url).or(() -> extensions.get(url));
    }

    Optional<ObjectNode> codeSystem(String url) {
        return codeSystems.get(url);
    }

    Optional<ObjectNode> valueSet(String url) {
        return valueSets.get(url);
    }

    boolean hasType(String code) {
        return types.urls().contains(STRUCTURE + code);
    }

    private static final class DefinitionLines {

        private record Span(int from, int to) {}

        private final String file;
        private byte[] bytes;
        private Map<String, Span> spans;

        DefinitionLines(String file) {
            this.file = file;
        }

        synchronized Set<String> urls() {
            index();
            return spans.keySet();
        }

        synchronized Optional<ObjectNode> get(String url) {
            index();
            Span span = spans.get(url);
            return span == null
                    ? Optional.empty()
                    : Optional.of(PackJson.object(Arrays.copyOfRange(bytes, span.from, span.to), url));
        }

        private void index() {
            if (spans != null) {
                return;
            }
            try (InputStream in = R5Base.class.getResourceAsStream("r5/" + file)) {
                if (in == null) {
                    throw new IllegalStateException("The definitions of FHIR R5 (" + file
                            + ") are not on the classpath. The build writes them: run mvn process-resources once.");
                }
                bytes = in.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot read the bundled " + file, e);
            }
            spans = new HashMap<>();
            int from = 0;
            for (int i = 0; i < bytes.length; i++) {
                if (bytes[i] == '\n') {
                    int start = from + PREFIX.length();
                    int end = start;
                    while (bytes[end] != '"') {
                        end++;
                    }
                    spans.put(new String(bytes, start, end - start, StandardCharsets.UTF_8), new Span(from, i));
                    from = i + 1;
                }
            }
        }
    }
}
