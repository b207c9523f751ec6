package org.dhpbridge.mapping;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.dhpbridge.Samples;
import org.dhpbridge.absent.AbsentFiller;
import org.dhpbridge.conformance.ConformanceCheck;
import org.dhpbridge.home.HomeFiles;
import org.dhpbridge.profile.Packs;
import org.dhpbridge.profile.ProfilePack;
import org.dhpbridge.source.MessageReader;
import org.dhpbridge.source.hl7.Hl7Reader;
import org.dhpbridge.transform.Transform;

/** The real mappings, the real pack, and a home folder that a test may put files into. */
final class MappingFixture {

    static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();
    /** Later than what the samples tell of, so that what lies in its future is a fault of a clock. */
    static final Clock NOW = Clock.fixed(Instant.parse("2026-12-01T07:00:00Z"), ZoneOffset.UTC);

    static final String NAMESPACE = "urn:dhp-bridge:site:sandbox";
    private static final ProfilePack PACK = Packs.usual();
    private static final Mappings BUNDLED = in(Samples.NO_SITE, Sites.of(NAMESPACE));
    private static final Map<Path, Mappings> OF_SITES = new ConcurrentHashMap<>(Map.of(Samples.NO_SITE, BUNDLED));
    private static final Hl7Reader HL7 = new Hl7Reader();

    private MappingFixture() {}

    /** Compiled once for all tests of a JVM. */
    static Mappings bundled() {
        return BUNDLED;
    }

    static Mappings in(Path home, SiteSettings site) {
        return new Mappings(new HomeFiles(home), PACK, site, NOW);
    }

    /** Those of a case of {@code samples/}. */
    static Mappings ofSample(Path folder) {
        return OF_SITES.computeIfAbsent(Samples.site(folder), site -> in(site, Sites.of(NAMESPACE)));
    }

    /** The steps of the pipeline from the bytes on. */
    static Transform transform(Mappings mappings) {
        return new Transform(new MessageReader(HL7), mappings, new AbsentFiller(PACK), new ConformanceCheck(PACK));
    }

    /** A mapping of one file, named {@code csv/test}, in a home folder of its own. */
    static Mapped run(Path home, String jslt, String input) {
        write(home, "mappings/csv/test.jslt", jslt);
        return in(home, Sites.of(NAMESPACE)).map(json(input), "csv/test");
    }

    static void write(Path home, String path, String text) {
        try {
            Path file = home.resolve(path);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ObjectNode json(String text) {
        try {
            return (ObjectNode) JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ObjectNode hl7(String... segments) {
        return HL7.read((String.join("\r", segments) + "\r").getBytes(StandardCharsets.UTF_8), "UTF-8");
    }

    static ObjectNode hl7(byte[] message) {
        return HL7.read(message, null);
    }

    /** The only resource of a type. */
    static ObjectNode one(Mapped mapped, String type) {
        return mapped.resources().stream()
                .filter(r -> r.path("resourceType").asText().equals(type))
                .reduce((a, b) -> {
                    throw new AssertionError("more than one " + type);
                })
                .orElseThrow(() -> new AssertionError("no " + type + "; issues: " + mapped.issues()));
    }

    static JsonNode at(JsonNode node, String pointer) {
        return node.at(pointer);
    }
}
