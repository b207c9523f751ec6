package org.dhpbridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages that say that they are not real (MSH-11 T, D): sent from the sources that may, refused from all others. */
class TrainingMessagesTest {

    @Test
    void areSentOnlyFromTheSourcesThatMay(@TempDir Path home) throws Exception {
        int wards = mllp(home, "wards");
        int teaching = mllp(home, "teaching");
        try (RunningBridge bridge = RunningBridge.startWithoutSamples(
                home, "--dhp.site.training-messages=false", "--dhp.site.training-sources=teaching, school")) {
            assertThat(exchange(wards, message("W-T", "T")))
                    .contains("MSA|AR|W-T|")
                    .contains("MSH-11: the message says itself that it is for training (T)");
            assertThat(exchange(wards, message("W-D", "D")))
                    .contains("MSA|AR|W-D|")
                    .contains("debugging (D)");
            assertThat(exchange(wards, message("W-P", "P"))).contains("MSA|AA|W-P|");
            assertThat(exchange(teaching, message("S-T", "T"))).contains("MSA|AA|S-T|");
            assertThat(exchange(teaching, message("S-D", "D^T"))).contains("MSA|AA|S-D|");
            bridge.drop("hl7", "training.hl7", message("F-T", "T"));
            bridge.awaitQuiet();

            assertThat(bridge.resources("Patient"))
                    .extracting(patient -> patient.at("/identifier/0/value").asText())
                    .containsExactlyInAnyOrder("W-P", "S-T", "S-D");
            List<String> reasons = new ArrayList<>();
            for (JsonNode dead : bridge.api("/api/messages?state=dead")) {
                JsonNode whole = bridge.api("/api/messages/" + dead.path("id").asLong());
                if (whole.path("location").asText().contains("training.hl7")) {
                    reasons.add(whole.toString());
                }
            }
            assertThat(reasons).singleElement().satisfies(whole -> assertThat(whole)
                    .contains("MSH-11: the message says itself that it is for training (T)")
                    .contains("dhp.site.training-sources"));
            assertThat(bridge.api("/api/messages?state=delivered").findValuesAsText("source"))
                    .containsExactlyInAnyOrder("wards", "teaching", "teaching");
        }
    }

    private static byte[] message(String number, String processing) {
        return ("MSH|^~\\&|LIS|HOSP1|DHP|DHP|20260310091500||ADT^A28|" + number + "|" + processing + "|2.5\r"
                        + "PID|1||" + number + "^^^HOSP1^MR||Sobirov^Anvar||19850214|M\r")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static int mllp(Path home, String name) throws IOException {
        int port = FreePort.find();
        SourceFile.write(home, name, "hl7-mllp", "port=" + port);
        return port;
    }

    private static String exchange(int port, byte[] message) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(60_000);
            ByteArrayOutputStream frame = new ByteArrayOutputStream();
            frame.write(0x0B);
            frame.write(message);
            frame.write(0x1C);
            frame.write('\r');
            socket.getOutputStream().write(frame.toByteArray());
            InputStream in = socket.getInputStream();
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            for (int b = in.read(); b >= 0 && b != 0x1C; b = in.read()) {
                answer.write(b);
            }
            return answer.toString(StandardCharsets.UTF_8);
        }
    }
}
