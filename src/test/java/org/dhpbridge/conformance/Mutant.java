package org.dhpbridge.conformance;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.dhpbridge.Shared;

/** An example of the guide, spoilt in one place; the same in every run. */
record Mutant(String example, Mutation mutation, String path, ObjectNode original, ObjectNode resource) {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();
    private static final int PER_EXAMPLE = 100;
    private static final int HASH_BYTES = 8;

    static List<Mutant> all() throws IOException {
        List<Mutant> mutants = new ArrayList<>();
        try (Stream<Path> files = Files.list(Shared.folder().resolve("dhp/examples/0.7.0"))) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
                of(file, mutants);
            }
        }
        return mutants;
    }

    private static void of(Path file, List<Mutant> mutants) throws IOException {
        String example = file.getFileName().toString().replace(".json", "");
        ObjectNode original = (ObjectNode) JSON.readTree(file.toFile());
        Random random = new Random(example.hashCode());
        Set<ObjectNode> seen = new HashSet<>(Set.of(original));
        Mutation[] mutations = Mutation.values();
        int made = 0;
        for (int i = 0; made < PER_EXAMPLE && i < 4 * PER_EXAMPLE; i++) {
            Mutation mutation = mutations[i % mutations.length];
            ObjectNode copy = original.deepCopy();
            List<Spot> spots = Spot.in(copy).stream().filter(mutation::fits).toList();
            if (!spots.isEmpty()) {
                Spot at = spots.get(random.nextInt(spots.size()));
                mutation.apply(at, random);
                if (seen.add(copy)) {
                    mutants.add(new Mutant(
                            example, mutation, copy.path("resourceType").asText() + at.path(), original, copy));
                    made++;
                }
            }
        }
    }

    /** Of the resource: tells whether a recorded verdict is about this very mutant. */
    String hash() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(resource.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The code systems of the concept, coding or quantity that was spoilt, before and after. */
    Set<String> systems() {
        Set<String> systems = new TreeSet<>();
        for (ObjectNode one : List.of(original, resource)) {
            JsonNode node = one;
            JsonNode concept = MissingNode.getInstance();
            for (String step : path.replace("[", ".").replace("]", "").split("\\.")) {
                JsonNode next = node.isArray() ? node.path(Integer.parseInt(step)) : node.path(step);
                if (!next.isMissingNode()) {
                    node = next;
                }
                boolean coded = node.has("system") || node.has("coding");
                if (coded && !concept.has("coding")) {
                    concept = node;
                }
            }
            if (concept.has("system")) {
                systems.add(concept.path("system").asText());
            }
            concept.path("coding")
                    .forEach(coding -> systems.add(coding.path("system").asText()));
        }
        return systems;
    }

    @Override
    public String toString() {
        return example + " " + mutation + " " + path;
    }
}
