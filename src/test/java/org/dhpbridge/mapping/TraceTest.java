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
import org.dhpbridge.mapping.trace.Leaf;
import org.dhpbridge.mapping.trace.Lineage;
import org.dhpbridge.profile.Packs;
import org.dhpbridge.profile.ProfilePack;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code explain --trace} tells: every value has an origin, and the origin is the right one. */
class TraceTest {

    private static final ProfilePack PACK = Packs.usual();
    private static final Lineage LINEAGE = new Lineage(PACK);
    private static final AbsentFiller FILLER = new AbsentFiller(PACK);

    private final Map<String, List<String>> files = new HashMap<>();

    @Test
    void everyValueOfEverySampleHasAnOrigin() {
        check(Traces.ofSamples());
    }

    @Test
    void everyValueOfTheCorpusHasAnOrigin() {
        check(Traces.ofCorpus());
    }

    private void check(List<Traces.Trace> traces) {
        List<String> wrong = new ArrayList<>();
        int leaves = 0;
        for (Traces.Trace trace : traces) {
            Messages.Message message = trace.message();
            Mapped plain = message.mappings().map(message.tree(), null);
            assertThat(trace.mapped()).as(message.name()).isEqualTo(plain);
            for (Leaf leaf : trace.leaves()) {
                leaves++;
                if (leaf.origin() == null || leaf.origin().file() == null || !standsThere(leaf, message)) {
                    wrong.add(message.name() + ": " + leaf);
                }
            }
        }
        assertThat(leaves).isGreaterThan(1000);
        assertThat(wrong).isEmpty();
    }

    /** The line has the key of the value, copies all keys, or calls the function that made the object around it. */
    private boolean standsThere(Leaf leaf, Messages.Message message) {
        String file = leaf.origin().file();
        List<String> lines = files.computeIfAbsent(message.file(file).toString(), TraceTest::read);
        int line = leaf.origin().line();
        if (line < 1 || line > lines.size()) {
            return false;
        }
        String key = leaf.path().replaceAll("\\[\\d+]", "").replaceAll(".*\\.", "");
        String text = lines.get(line - 1);
        List<String> functions = leaf.origin().functions();
        return text.contains("\"" + key)
                || text.contains("{for (")
                || !functions.isEmpty() && functions.stream().anyMatch(name -> text.contains(name + "("));
    }

    private static List<String> read(String file) {
        try {
            return Files.readAllLines(Path.of(file));
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
        assertThat(trace.get("Patient.identifier[1].value").origin().sources()).containsExactly("PID-3[1].1");
        assertThat(trace.get("Encounter.class[0].coding[0].code").origin().sources())
                .containsExactly("PV1-2");
    }

    @Test
    void whatWasDeclaredAbsentSaysWhyAndHow() {
        Map<String, Leaf> trace = trace(
                "MSH|^~\\&|LIS|HOSP|DHP|UZ|20250301120000||ADT^A01|1|P|2.5",
                "PID|1||4711^^^HOSP^MR||KARIMOV^ANVAR",
                "PV1|1|I|||||||||||||||||1001",
                "OBX|1|TX|8867-4^Heart rate^LN||\"\"||||||F",
                "PR1|1||80146002^Appendectomy^SCT||20250301");
        Leaf status = trace.get("Procedure.status");
        assertThat(status.from()).isEqualTo(Leaf.From.ABSENT);
        assertThat(status.absent().reason()).isEqualTo("unknown");
        assertThat(status.absent().how()).isEqualTo("code");
        Leaf reason = trace.get("Observation.dataAbsentReason.coding[0].code");
        assertThat(reason.from()).isEqualTo(Leaf.From.ABSENT);
        assertThat(reason.absent().how()).isEqualTo("dataAbsentReason");
    }

    @Test
    void ofSeveralSegmentsAndRepetitionsTheNumberIsSaid() {
        Map<String, Leaf> trace = new HashMap<>();
        for (Leaf leaf : LINEAGE.of(
                MappingFixture.bundled()
                        .trace(
                                MappingFixture.hl7(
                                        "MSH|^~\\&|LIS|HOSP|DHP|UZ|20250301120000||ORU^R01|1|P|2.5",
                                        "PID|1||4711^^^HOSP^MR||KARIMOV^ANVAR",
                                        "OBR|1|17|17|CBC^Blood count",
                                        "OBX|1|NM|WBC^Leukocytes||5,3|10*9/L|||||F",
                                        "OBX|2|NM|HGB^Haemoglobin||<130|g/L|||||F"),
                                null)
                        .resources(),
                List.of())) {
            if (leaf.path().equals("Observation.value.value") || leaf.path().equals("Observation.value.comparator")) {
                trace.put(leaf.value().asText(), leaf);
            }
        }
        assertThat(trace.get("5.3").origin().sources()).containsExactly("OBX[1]-5");
        assertThat(trace.get("130").origin().sources()).containsExactly("OBX[2]-5");
        assertThat(trace.get("<").origin().sources()).containsExactly("OBX[2]-5");
        assertThat(trace.get("5.3").origin().file()).isEqualTo("mappings/hl7v2/value.jslt");
    }

    /** A mapping whose values take every way that JSLT has. */
    @Test
    void valuesKeepTheirOriginOnEveryWay(@TempDir Path home) {
        MappingFixture.write(
                home,
                "mappings/csv/test.jslt",
                """
                def doubled(x)
                  let both = $x + "/" + $x
                  {
                    "joined": $both,
                    "constant": {
                      "inner": "a",
                      "list": ["b"]
                    }
                  }

                let kept = .rows[0].A
                let chosen = if (.rows[0].B == "yes") true else false
                {"resources": [{
                  "resourceType": "Basic",
                  "id": "1",
                  "let": $kept,
                  "chosen": $chosen,
                  "called": doubled(.rows[0].B),
                  "loop": [for (split(.rows[0].C, " ")) {"part": .}],
                  "sum": number(.rows[0].D) + 1,
                  "matched": {for (.rows[0]) .key : .value if (.key == "A")},
                  "cut": .rows[0].C[0 : 2]
                } + {"added": fallback(.rows[0].none, .rows[1].A)}]}
                """);
        Mapped mapped = MappingFixture.in(home, Sites.of(MappingFixture.NAMESPACE))
                .trace(
                        MappingFixture.json(
                                "{\"format\":\"csv\",\"feed\":\"test\",\"rows\":[{\"_line\":2,\"A\":\"a\",\"B\":\"yes\",\"C\":\"c d\",\"D\":\"4\"},{\"_line\":3,\"A\":\"z\"}]}"),
                        "csv/test");
        Map<String, String> trace = new HashMap<>();
        LINEAGE.of(mapped.resources(), List.of())
                .forEach(leaf -> trace.put(
                        leaf.path().substring("Basic.".length()) + "="
                                + leaf.value().asText(),
                        leaf.origin().sources() + ":" + leaf.origin().line()));
        assertThat(trace)
                .containsEntry("let=a", "[column A (line 2)]:16")
                .containsEntry("chosen=true", "[column B (line 2)]:17")
                .containsEntry("called.joined=yes/yes", "[column B (line 2)]:4")
                .containsEntry("called.constant.inner=a", "[]:6")
                .containsEntry("called.constant.list[0]=b", "[]:7")
                .containsEntry("loop[0].part=c", "[column C (line 2)]:19")
                .containsEntry("loop[1].part=d", "[column C (line 2)]:19")
                .containsEntry("sum=5", "[column D (line 2)]:20")
                .containsEntry("matched.A=a", "[column A (line 2)]:21")
                .containsEntry("cut=c ", "[column C (line 2)]:22")
                .containsEntry("added=z", "[column A (line 3)]:23");
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
