package org.dhpbridge.source.hl7;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class FieldNamesTest {

    @Test
    void theCommittedNamesAreWhatTheGeneratorWrites() throws Exception {
        assertThat(Files.readString(FieldNamesGenerator.FILE))
                .as("run FieldNamesGenerator.main to renew them")
                .isEqualTo(FieldNamesGenerator.generate());
    }

    @Test
    void aPlaceInAMessageHasTheNameOfItsField() {
        assertThat(FieldNames.of("PID-5")).contains("Patient Name");
        assertThat(FieldNames.of("PID-3[2].1")).contains("Patient Identifier List");
        assertThat(FieldNames.of("OBX[12]-5.2")).contains("Observation Value");
        assertThat(FieldNames.of("ZPI-1")).isEmpty();
        assertThat(FieldNames.of("column FAM (line 7)")).isEmpty();
    }
}
