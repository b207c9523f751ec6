package org.dhpbridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A site sees which codes its tables lack, adds a row, replays, and the code is gone from the list. */
class UnmappedTest {

    private static final String RESULTS =
            """
            patient_id,family,given,gender,birth_date,order_id,test_code,test_name,value,unit,status,collected
            U1,Azizov,Bek,M,1990-01-02,O1,GLU,Glucose,5.3,mmol/litr,F,2026-03-01
            U1,Azizov,Bek,M,1990-01-02,O1,ALT,ALT,30,mmol/litr,F,2026-03-01
            U1,Azizov,Bek,M,1990-01-02,O2,GLU,Glucose,5.4,mmol/litr,F,2026-03-02
            """;

    @TempDir
    Path home;

    @Test
    void aSiteFinishesItsTables() throws Exception {
        try (RunningBridge bridge = RunningBridge.startWithoutSamples(home, "--dhp.site.reload=true")) {
            bridge.drop("csv/lab-results", "results.csv", RESULTS);
            bridge.awaitQuiet();
            JsonNode unit = bridge.api("/api/unmapped?table=units");
            assertThat(unit).hasSize(1);
            assertThat(unit.at("/0/code").asText()).isEqualTo("mmol/litr");
            assertThat(unit.at("/0/system").asText()).isEqualTo("units");
            assertThat(unit.at("/0/count").asInt()).as("messages, not rows").isEqualTo(2);
            assertThat(unit.at("/0/firstSeen").asText()).isNotEmpty();
            assertThat(unit.at("/0/lastSeen").asText()).isNotEmpty();

            bridge.post("/api/messages/replay", "{\"state\":\"delivered\"}");
            bridge.awaitQuiet();
            assertThat(bridge.api("/api/unmapped?table=units").at("/0/count").asInt())
                    .isEqualTo(2);

            Path table = home.resolve("mappings/codes/units.csv");
            Files.createDirectories(table.getParent());
            Files.writeString(table, Files.readString(Path.of("mappings/codes/units.csv")) + "\nmmol/litr,mmol/L\n");
            bridge.post("/api/messages/replay", "{\"state\":\"delivered\"}");
            bridge.post("/api/messages/replay", "{\"state\":\"superseded\"}");
            bridge.awaitQuiet();
            assertThat(bridge.api("/api/unmapped?table=units")).isEmpty();
            assertThat(bridge.api("/api/unmapped?limit=0").path("detail").asText())
                    .contains("1 to 1000");
        }
    }
}
