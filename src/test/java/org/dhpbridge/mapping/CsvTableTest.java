package org.dhpbridge.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.dhpbridge.home.HomeFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Excel saves "CSV UTF-8" with a byte order mark. */
class CsvTableTest {

    private static final String MARK = "\ufeff";

    @TempDir
    private Path home;

    @Test
    void theIndexOfEventsMayHaveAByteOrderMark() {
        MappingFixture.write(
                home, "mappings/hl7v2/index.csv", MARK + "type,event,mapping,refused\nADT,A01,hl7v2/of-the-site,\n");

        Mappings mappings = MappingFixture.in(home, Sites.of(MappingFixture.NAMESPACE));

        assertThat(mappings.identify(MappingFixture.hl7("MSH|^~\\&|HIS|A|B|C|20260301||ADT^A01|1|P|2.5"))
                        .mapping())
                .isEqualTo("hl7v2/of-the-site");
    }

    @Test
    void theListOfDeviationsMayHaveAByteOrderMark() {
        MappingFixture.write(
                home, "mappings/hl7v2/deviations.csv", MARK + "field,hl7,here,reason\nOBR-31,x,not read,for a test\n");

        assertThat(new Deviations(new HomeFiles(home)).reason("OBR-31")).hasValue("for a test");
    }

    @Test
    void anIndexThatIsNoTableSaysWhichFileIsWrong() {
        MappingFixture.write(home, "mappings/hl7v2/index.csv", "type,event,mapping\nADT,A01,\"hl7v2/open");

        assertThatThrownBy(() -> MappingFixture.in(home, Sites.of(MappingFixture.NAMESPACE)))
                .isInstanceOf(MappingException.class)
                .hasMessageStartingWith("mappings/hl7v2/index.csv must be a CSV table");
    }
}
