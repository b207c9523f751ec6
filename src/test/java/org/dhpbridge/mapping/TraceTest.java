package org.dhpbridge.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dhpbridge.absent.AbsentFiller;
import org.dhpbridge.absent.Filled;
import org.dhpbridge.home.HomeFiles;
import org.dhpbridge.mapping.trace.Leaf;
import org.dhpbridge.mapping.trace.Lineage;
import org.dhpbridge.profile.ProfilePack;
import org.junit.jupiter.api.Test;

/** What {@code explain --trace} tells: every value has an origin, and the origin is the right one. */
class TraceTest {

    private static final ProfilePack PACK = ProfilePack.load(new HomeFiles(Path.of("target/no-home")), "uz-core-0.7.0");
    private static final Lineage LINEAGE = new Lineage(PACK);
    private static final AbsentFiller FILLER = new AbsentFiller(PACK);

    private final Map<String, List<String>> files = new HashMap<>();

    @Test
    void everyValueOfEverySampleHasAnOrigin() {
        check(Messages.ofSamples());
    }

    @Test
    void everyValueOfTheCorpusHasAnOrigin() {
        check(Messages.ofCorpus());
    }

    private void check(List<Messages.Message> messages) {
        List<String> wrong = new ArrayList<>();
        int leaves = 0;
        for (Messages.Message message : messages) {
            Mapped plain = message.mappings().map(message.tree(), null);
            Mapped traced = message.mappings().trace(message.tree(), null);
            assertThat(traced).as(message.name()).isEqualTo(plain);
            for (Leaf leaf : LINEAGE.of(traced.resources(), List.of())) {
                leaves++;
                if (leaf.origin() == null || leaf.origin().file() == null || !standsThere(leaf, message)) {
                    wrong.add(message.name() + ": " + leaf);
                }
            }
        }
        System.out.println(leaves + " leaves of " + messages.size());
        assertThat(leaves).isGreaterThan(1000);
        assertThat(wrong).isEmpty();
    }

    /** The line has the key of the value, or calls the function that made the object around it. */
    private boolean standsThere(Leaf leaf, Messages.Message message) {
        String file = leaf.origin().file();
        List<String> lines = files.computeIfAbsent(message.name().split(" ")[0] + file, k -> read(message, file));
        int line = leaf.origin().line();
        if (line < 1 || line > lines.size()) {
            return false;
        }
        String key = leaf.path().replaceAll("\\[\\d+]", "").replaceAll(".*\\.", "");
        String text = lines.get(line - 1);
        List<String> functions = leaf.origin().functions();
        return text.contains("\"" + key)
                || !functions.isEmpty() && functions.stream().anyMatch(name -> text.contains(name + "("));
    }

    private static List<String> read(Messages.Message message, String file) {
        Path own = Path.of(message.name().split(" ")[0]).resolve(file);
        try {
            return Files.readAllLines(Files.exists(own) ? own : Path.of(file));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aNameComesFromItsComponents() {
        Map<String, Leaf> trace = trace(
                "MSH|^~\\&|LIS|HOSP|DHP|UZ|20250301120000||ADT^A01|1|P|2.5",
                "PID|1||4711^^^HOSP^MR~31112856950015^^^UZ^NI||KARIMOV^ANVAR^BAHROMOVICH||19851211|M",
                "PV1|1|I|||||||||||||||||1001");
        assertThat(trace.get("Patient.name[0].family").origin().sources()).containsExactly("PID-5.1");
        assertThat(trace.get("Patient.name[0].text").origin().sources())
                .containsExactly("PID-5.1", "PID-5.2", "PID-5.3");
        assertThat(trace.get("Patient.birthDate").origin().sources()).containsExactly("PID-7");
        assertThat(trace.get("Patient.birthDate").origin().functions()).containsExactly("date");
        assertThat(trace.get("Patient.gender").origin().sources()).containsExactly("PID-8");
        assertThat(trace.get("Patient.gender").origin().tables())
                .extracting(row -> row.file() + " " + row.row())
                .containsExactly("mappings/codes/gender.csv M");
        assertThat(trace.get("Patient.resourceType").from()).isEqualTo(Leaf.From.CONSTANT);
        assertThat(trace.get("Patient.language").from()).isEqualTo(Leaf.From.SETTING);
        assertThat(trace.get("Patient.meta.profile[0]").from()).isEqualTo(Leaf.From.PACK);
        System.out.println(trace);
    }

    private static Map<String, Leaf> trace(String... segments) {
        Mapped mapped = MappingFixture.bundled().trace(MappingFixture.hl7(segments), null);
        List<Filled> filled = new ArrayList<>();
        for (ObjectNode resource : mapped.resources()) {
            filled.addAll(FILLER.fill(resource));
        }
        Map<String, Leaf> byPath = new HashMap<>();
        LINEAGE.of(mapped.resources(), filled).forEach(leaf -> byPath.put(leaf.path(), leaf));
        return byPath;
    }
}
