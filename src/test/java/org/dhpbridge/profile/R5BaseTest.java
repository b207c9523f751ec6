package org.dhpbridge.profile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the build made of HAPI's definitions. */
class R5BaseTest {

    private static final String VALUE_SETS_OF_R5 = "http://hl7.org/fhir/ValueSet/";

    private final R5Base base = new R5Base();

    @Test
    void everyTypeAndRequiredValueSetThatAnElementNeedsIsThere() throws IOException {
        Set<String> missing = new TreeSet<>();
        List<ObjectNode> definitions = definitions("types.ndjson");
        for (ObjectNode definition : definitions) {
            for (JsonNode element : definition.at("/snapshot/element")) {
                for (JsonNode type : element.path("type")) {
                    String code = type.path("code").asText();
                    if (!code.contains("/") && !base.hasType(code)) {
                        missing.add(code);
                    }
                }
                String valueSet =
                        PackJson.withoutVersion(element.at("/binding/valueSet").asText());
                boolean required = element.at("/binding/strength").asText().equals("required");
                if (required
                        && valueSet.startsWith(VALUE_SETS_OF_R5)
                        && base.valueSet(valueSet).isEmpty()) {
                    missing.add(valueSet);
                }
            }
        }
        assertThat(definitions).hasSizeGreaterThan(200);
        assertThat(missing).isEmpty();
        assertThat(base.hasType("Patient")).isTrue();
        assertThat(base.hasType("Paitent")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"types.ndjson", "extensions.ndjson", "codesystems.ndjson", "valuesets.ndjson"})
    void itHoldsFactsOnlyAndNoTexts(String file) throws IOException {
        for (ObjectNode definition : definitions(file)) {
            for (String text : List.of("text", "definition", "description", "copyright", "comment", "requirements")) {
                assertThat(definition.findValue(text))
                        .as("%s of %s", text, definition.path("url"))
                        .isNull();
            }
        }
    }

    private static List<ObjectNode> definitions(String file) throws IOException {
        try (InputStream in = R5Base.class.getResourceAsStream("r5/" + file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> PackJson.object(line.getBytes(StandardCharsets.UTF_8), file))
                    .toList();
        }
    }
}
