package org.dhpbridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A patient whom messages name by one number and another, through a running bridge: nothing of his is doubled. */
class SamePatientTest {

    private static final String HOSPITAL = "7001^^^HOSP^MR";
    private static final String NATIONAL = "AA0007001^^^^PPN";

    @ParameterizedTest
    @ValueSource(strings = {"transaction", "sequential"})
    void hasEachAllergyAndDiagnosisOnce(String mode, @TempDir Path home) throws Exception {
        try (RunningBridge bridge = RunningBridge.startWithoutSamples(home, "--dhp.delivery.mode=" + mode)) {
            admission(bridge, 1, HOSPITAL);
            admission(bridge, 2, NATIONAL + "~" + HOSPITAL);
            admission(bridge, 3, HOSPITAL + "~" + NATIONAL);
            admission(bridge, 4, NATIONAL);
            admission(bridge, 5, "7002^^^HOSP^MR");

            assertThat(bridge.api("/api/summary").at("/states/delivered").asInt())
                    .isEqualTo(5);
            assertThat(bridge.resources("Patient")).hasSize(2);
            for (String type : List.of("AllergyIntolerance", "Condition", "Encounter")) {
                assertThat(bridge.resources(type)).as(type).hasSize(2);
            }
        }
    }

    private static void admission(RunningBridge bridge, int nth, String numbers) throws Exception {
        String time = "2026031008%02d00".formatted(nth);
        bridge.drop(
                "hl7",
                nth + ".hl7",
                "MSH|^~\\&|MIS|HOSP|||" + time + "||ADT^A01|" + nth + "|P|2.5.1\rEVN|A01|" + time + "\rPID|1||"
                        + numbers
                        + "||Sobirov^Anvar||19700101|M\rPV1|1|I" + "|".repeat(42)
                        + "20260310080000\rAL1|1|DA|PEN^Penitsillin\rDG1|1||J18.9^Zotiljam^I10\r");
        bridge.awaitQuiet();
    }
}
