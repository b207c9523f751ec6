package org.dhpbridge.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Random;

/** Things to put into a resource, some right, most wrong. */
final class Strange {

    static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String[] PRIMITIVES = {
        "'valueBase64Binary': '***'",
        "'valueBase64Binary': 'YWJj'",
        "'valueBase64Binary': 'YWJ'",
        "'valueBase64Binary': 'YW Jj'",
        "'valueUri': 'a b'",
        "'valueUri': 'a:b'",
        "'valueUrl': 'http://a b'",
        "'valueCanonical': 'http://example.org/x|1'",
        "'valueCanonical': 'x y'",
        "'valueOid': '1.2.3'",
        "'valueOid': 'urn:oid:1.2.3'",
        "'valueOid': 'urn:oid:3.2.3'",
        "'valueOid': 'urn:oid:1.02.3'",
        "'valueUuid': 'urn:uuid:C757873D-EC9A-4326-A141-556F43239520'",
        "'valueUuid': 'urn:uuid:c757873d-ec9a-4326-a141-556f43239520'",
        "'valueUuid': 'c757873d-ec9a-4326-a141-556f43239520'",
        "'valueInstant': '2024-02-01T10:00:00+05:00'",
        "'valueInstant': '2024-02-01'",
        "'valueInstant': '2024-02-01T10:00Z'",
        "'valueTime': '10:00:00'",
        "'valueTime': '10:00'",
        "'valueTime': '25:00:00'",
        "'valueTime': '10:00:00Z'",
        "'valueTime': '24:00:00'",
        "'valuePositiveInt': 0",
        "'valuePositiveInt': 1",
        "'valuePositiveInt': '1'",
        "'valueUnsignedInt': -1",
        "'valueUnsignedInt': 0",
        "'valueInteger': 1.5",
        "'valueInteger': 2147483648",
        "'valueInteger': '7'",
        "'valueInteger64': '9007199254740993'",
        "'valueInteger64': 7",
        "'valueInteger64': 'x'",
        "'valueDecimal': '1.5'",
        "'valueDecimal': 1.5",
        "'valueBoolean': 'true'",
        "'valueCode': 'a  b'",
        "'valueCode': ' a'",
        "'valueCode': 'a b'",
        "'valueId': 'a_b'",
        "'valueId': 'a-b.1'",
        "'valueMarkdown': '*a*'",
        "'valueDate': '2024-02-01T10:00:00Z'",
        "'valueDate': '2024-02'",
        "'valueDateTime': '2024-02-30'",
        "'valueDateTime': '2024-02'",
        "'valueString': ''",
        "'valueXhtml': '<div>a</div>'",
        "'valueHumanName': 'a'",
        "'valueQuantity': {'value': '1'}",
        "'valueNothing': 1"
    };

    private static final String[] EXTENSIONS = {
        "{'url': 'http://example.org/e', 'valueString': 'a', 'extension': [{'url': 'b', 'valueString': 'c'}]}",
        "{'valueString': 'a'}",
        "{'url': 'http://example.org/e'}",
        "{'url': 'e', 'valueString': 'a'}",
        "{'url': '', 'valueString': 'a'}",
        "{'url': 'http://example.org/e', 'valueString': 'a', 'valueInteger': 1}",
        "{'url': 'http://example.org/e', 'value': 'a'}",
        "{'url': ['http://example.org/e'], 'valueString': 'a'}",
        "{'url': 7, 'valueString': 'a'}",
        "{'url': 'http://example.org/e', 'extension': [{'url': 'b', 'valueString': 'c'}, {'url': 'd'}]}",
        "{'url': 'http://example.org/e', 'extension': []}",
        "{'url': 'http://example.org/e', '_valueString': {'extension': [{'url': 'http://example.org/b', 'valueCode': 'c'}]}}",
        "{}",
        "{'url': 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', 'valueCode': 'unknown'}",
        "{'url': 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', 'valueString': 'unknown'}",
        "{'url': 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', 'valueCode': 'bad'}",
        "{'url': 'http://hl7.org/fhir/StructureDefinition/no-such-extension', 'valueCode': 'bad'}",
        "{'url': 'http://hl7.org/fhir/StructureDefinition/patient-birthTime', 'valueDateTime': '2024-02-01T10:00:00Z'}",
        "{'url': 'http://hl7.org/fhir/StructureDefinition/patient-mothersMaidenName', 'valueString': 'a'}",
        "{'url': 'http://hl7.org/fhir/StructureDefinition/translation', 'extension': [{'url': 'lang', 'valueCode': 'ru'}]}"
    };

    private static final String[] CONTAINED = {
        "{'resourceType': 'Patient', 'id': 'inside'}",
        "{'resourceType': 'Organization', 'name': 'A'}",
        "{'resourceType': 'Organization', 'id': 'inside', 'contained': [{'resourceType': 'Patient', 'id': 'deep'}]}",
        "{'resourceType': 'NoSuchType', 'id': 'inside'}",
        "{'id': 'inside'}",
        "{'resourceType': 'Organization', 'id': 'inside', 'name': 'A', 'meta': {'versionId': '1'}}",
        "{'resourceType': 'Organization', 'id': 'inside', 'name': 7}",
        "{'resourceType': 'Organization', 'id': 'inside'}",
        "{}"
    };

    private static final String[] METAS = {
        "{'lastUpdated': '2024-02-01'}",
        "{'lastUpdated': '2024-02-01T10:00:00Z', 'versionId': '1'}",
        "{'versionId': 'a b'}",
        "{'tag': [{'system': 'http://example.org', 'code': 'a'}]}",
        "{'tag': {'code': 'a'}}",
        "{'source': 'a b'}",
        "{'colour': 'red'}",
        "{}"
    };

    private static final String[] NARRATIVES = {
        "{'status': 'generated', 'div': '<div xmlns=\\'http://www.w3.org/1999/xhtml\\'>a</div>'}",
        "{'status': 'generated', 'div': '<div>a</div>'}",
        "{'status': 'generated', 'div': '<div xmlns=\\'http://www.w3.org/1999/xhtml\\'></div>'}",
        "{'status': 'generated', 'div': '<div xmlns=\\'http://www.w3.org/1999/xhtml\\'><script>a</script></div>'}",
        "{'status': 'generated', 'div': '<div xmlns=\\'http://www.w3.org/1999/xhtml\\'><b>a</div>'}",
        "{'status': 'generated', 'div': 'a'}",
        "{'status': 'generated'}",
        "{'status': 'none', 'div': '<div xmlns=\\'http://www.w3.org/1999/xhtml\\'>a</div>'}",
        "{'div': '<div xmlns=\\'http://www.w3.org/1999/xhtml\\'>a</div>'}"
    };

    private static final String[] COMPANIONS = {
        "{'id': 'beside'}",
        "{'extension': [{'url': 'http://example.org/e', 'valueString': 'a'}]}",
        "{'extension': []}",
        "{}",
        "'text'",
        "[]",
        "{'colour': 'red'}",
        "{'extension': [{'url': 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', 'valueCode': 'unknown'}]}"
    };

    private Strange() {}

    static ObjectNode primitive(Random random) {
        return object("{'url': 'http://example.org/e', " + pick(random, PRIMITIVES) + "}");
    }

    static ObjectNode extension(Random random) {
        return object(pick(random, EXTENSIONS));
    }

    static ObjectNode contained(Random random) {
        return object(pick(random, CONTAINED));
    }

    static void meta(ObjectNode resource, Random random) {
        ObjectNode meta = object(pick(random, METAS));
        if (resource.path("meta").has("profile")) {
            meta.set("profile", resource.path("meta").path("profile"));
        }
        resource.set("meta", meta);
    }

    static ObjectNode narrative(Random random) {
        return object(pick(random, NARRATIVES));
    }

    /** What stands beside a primitive; an array where the primitive is one. */
    static JsonNode companion(Random random, JsonNode value) {
        JsonNode one = read(pick(random, COMPANIONS));
        return value.isArray() && random.nextInt(4) > 0 ? JSON.createArrayNode().add(one) : one;
    }

    private static String pick(Random random, String... texts) {
        return texts[random.nextInt(texts.length)];
    }

    private static ObjectNode object(String text) {
        return (ObjectNode) read(text);
    }

    private static JsonNode read(String text) {
        try {
            return JSON.readTree(
                    text.replace("\\'", "\u0001").replace('\'', '"').replace('\u0001', '\''));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
