package org.dhpbridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An operator tries a mapping on a sample and on a masked message; the form needs no scripts. */
class ConsolePlaygroundTest {

    private static final String PAGE = "/console/playground";
    private static final String MESSAGE =
            "MSH|^~\\&|LAB|HOSP|DHP|DHP|20260801101500+0500||ADT^A04^ADT_A01|C1|P|2.5.1^KANAREYKA\r"
                    + "EVN|A04|20260801101500+0500\r"
                    + "PID|1||77012^^^HOSP^MR||KANAREYKA^Otabek||19850101|M\r";

    @TempDir
    Path home;

    @Test
    void aMappingIsTriedAndNothingIsKept() throws Exception {
        try (RunningBridge bridge = RunningBridge.startWithoutSamples(home)) {
            bridge.drop("hl7", "one.hl7", MESSAGE);
            bridge.awaitQuiet();
            ConsoleBrowser operator = new ConsoleBrowser(bridge.port());
            operator.signIn("operator");
            operator.open("/console/language/en?back=%2Fconsole%2Fplayground");

            HttpResponse<String> sample =
                    operator.post(PAGE, "do", "sample", "sample", "samples/csv-lab-results/biochemistry/in.csv");
            assertThat(sample.body()).contains("patient_id,");
            HttpResponse<String> masked = operator.post(PAGE, "do", "message", "message", "1");
            assertThat(masked.body())
                    .contains("ADT^A04^ADT_A01", "PID|1||11111^^^xxxx^xx||xxxxxxxxx^xxxxxx||11111111|x")
                    .doesNotContain("KANAREYKA", "77012");
            assertThat(operator.post(PAGE, "do", "file", "file", "mappings/csv/patients.jslt")
                            .body())
                    .contains("import \"");

            HttpResponse<String> tried = operator.post(
                    PAGE,
                    "file",
                    "mappings/hl7v2/ADT_A99.jslt",
                    "mapping",
                    "{\"resources\": [{\"resourceType\": \"Patient\", \"id\": \"a\", \"birthDate\": \"<script>\"}]}",
                    "input",
                    MESSAGE.replace("ADT^A04^ADT_A01", "ADT^A99"));
            assertThat(tried.body())
                    .contains("KANAREYKA", "Patient/a", "&lt;script")
                    .doesNotContain("\"<script>");
            assertThat(bridge.api("/api/messages")).hasSize(1);

            assertThat(operator.post(PAGE, "file", "application.yml", "mapping", "1", "input", MESSAGE)
                            .statusCode())
                    .isEqualTo(400);
            assertThat(operator.post(PAGE, "do", "file", "file", "mappings/csv/../../application.yml")
                            .statusCode())
                    .isEqualTo(404);

            ConsoleBrowser viewer = new ConsoleBrowser(bridge.port());
            viewer.signIn("viewer");
            assertThat(viewer.open(PAGE).statusCode()).isEqualTo(403);
        }
    }
}
