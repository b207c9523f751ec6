package org.dhpbridge.fhirpath;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * HL7's own suite of FHIRPath for R5 (org.hl7.fhir.testcases, tests-fhir-r5.xml). What the bridge does otherwise stands in
 * hl7-suite-deviations.csv with the reason; one that is not there fails, and so does one that is there and was mended.
 */
class Hl7SuiteTest {

    private static final String SUITE = "/org/hl7/fhir/testcases/r5/";
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(com.fasterxml.jackson.databind.DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final FhirContext fhir = FhirContext.forR5Cached();
    private final Map<String, JsonNode> inputs = new HashMap<>();

    @Test
    void everyTestOfTheSuiteEndsAsHl7SaysOrStandsWithItsReason() throws Exception {
        Map<String, String> reasons = reasons();
        Map<String, String> different = new TreeMap<>();
        Document suite = document("fhirpath/tests-fhir-r5.xml");
        List<Element> tests = elements(suite.getElementsByTagName("test"));
        for (Element test : tests) {
            String difference = difference(test);
            if (difference != null) {
                different.put(name(test), difference);
            }
        }

        assertThat(tests).hasSizeGreaterThan(1000);
        assertThat(different.keySet())
                .as(() -> "what differs and is not listed: " + without(different, reasons)
                        + "; what is listed and does not differ: " + without(reasons, different))
                .isEqualTo(reasons.keySet());
        assertThat(reasons.values()).allMatch(reason -> reason.length() > 10);
    }

    private static Map<String, String> without(Map<String, String> all, Map<String, String> others) {
        Map<String, String> rest = new TreeMap<>(all);
        rest.keySet().removeAll(others.keySet());
        return rest;
    }

    private static String name(Element test) {
        return ((Element) test.getParentNode()).getAttribute("name") + "/" + test.getAttribute("name");
    }

    /** @return null when the test ends as the suite says */
    private String difference(Element test) {
        Element expression = (Element) test.getElementsByTagName("expression").item(0);
        String text = expression.getTextContent();
        boolean invalid = !expression.getAttribute("invalid").isEmpty();
        List<Element> expected = elements(test.getElementsByTagName("output"));
        List<Item> found;
        try {
            found = evaluate(text, input(test.getAttribute("inputfile")));
        } catch (FhirPathException refused) {
            return invalid ? null : refused.getMessage();
        } catch (RuntimeException broken) {
            return broken.getClass().getSimpleName() + ": " + text;
        }
        if (invalid) {
            return "not refused: " + text;
        }
        if (test.getAttribute("predicate").equals("true")) {
            return String.valueOf(!found.isEmpty()).equals(expected.get(0).getTextContent()) ? null : text;
        }
        boolean same = found.size() == expected.size()
                && IntStream.range(0, found.size()).allMatch(i -> same(expected.get(i), found.get(i)));
        return same
                ? null
                : text + " gave " + found.stream().map(Hl7SuiteTest::shown).toList();
    }

    private static String shown(Item item) {
        return String.valueOf(item.value() == null ? null : item.value());
    }

    private static List<Item> evaluate(String expression, JsonNode resource) {
        Item item = Item.ofResource(resource);
        List<Item> focus = List.of(item);
        return new Parser(expression).parse().eval(focus, new Scope(resource, resource, item, focus));
    }

    private static boolean same(Element expected, Item found) {
        String text = expected.getTextContent();
        if (found.value() == null || !found.value().isValueNode()) {
            return false;
        }
        return switch (expected.getAttribute("type")) {
            case "integer", "decimal" ->
                found.value().isNumber() && found.value().decimalValue().compareTo(new BigDecimal(text)) == 0;
            case "boolean" -> found.value().isBoolean() && text.equals(found.text());
            case "date", "dateTime", "time" ->
                text.replaceFirst("^@T?", "").equals(found.text().replaceFirst("^T", ""));
            default -> found.value().isTextual() && text.equals(found.text());
        };
    }

    private JsonNode input(String file) {
        return file.isEmpty()
                ? JSON.createObjectNode()
                : inputs.computeIfAbsent(file, name -> {
                    try (InputStream in = open(name)) {
                        String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                        return JSON.readTree(
                                name.endsWith(".json")
                                        ? text
                                        : fhir.newJsonParser()
                                                .encodeResourceToString(
                                                        fhir.newXmlParser().parseResource(text)));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    private static InputStream open(String name) {
        InputStream found = Hl7SuiteTest.class.getResourceAsStream(SUITE + name);
        return found != null ? found : Hl7SuiteTest.class.getResourceAsStream(SUITE + "examples/" + name);
    }

    private static Document document(String name) throws Exception {
        try (InputStream in = open(name)) {
            return DocumentBuilderFactory.newDefaultInstance()
                    .newDocumentBuilder()
                    .parse(in);
        }
    }

    private static List<Element> elements(NodeList nodes) {
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }

    private static Map<String, String> reasons() throws IOException {
        Map<String, String> reasons = new TreeMap<>();
        try (Reader reader = new InputStreamReader(
                Hl7SuiteTest.class.getResourceAsStream("hl7-suite-deviations.csv"), StandardCharsets.UTF_8)) {
            CSVFormat format = CSVFormat.DEFAULT
                    .builder()
                    .setHeader()
                    .setSkipHeaderRecord(true)
                    .get();
            for (CSVRecord row : format.parse(reader)) {
                assertThat(reasons.put(row.get("test"), row.get("reason"))).isNull();
            }
        }
        return reasons;
    }
}
