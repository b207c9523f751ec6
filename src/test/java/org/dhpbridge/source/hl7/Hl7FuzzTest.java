package org.dhpbridge.source.hl7;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.dhpbridge.source.MessageReader;
import org.dhpbridge.source.RawMessage;
import org.dhpbridge.source.SourceItem;
import org.dhpbridge.source.SourceProblem;
import org.dhpbridge.source.UnreadableFileException;
import org.dhpbridge.source.UnreadableMessageException;

class Hl7FuzzTest {

    private final MessageReader reader = new MessageReader(new Hl7Reader());

    @Property(tries = 2000)
    void anyBytesGiveATreeOrAnUnreadableMessage(@ForAll byte[] bytes) {
        assertThat(isTreeOrRefused(bytes)).isTrue();
    }

    @Property(tries = 5000)
    void anyLinesGiveATreeOrAnUnreadableMessage(@ForAll("messages") byte[] bytes) {
        assertThat(isTreeOrRefused(bytes)).isTrue();
    }

    @Property(tries = 2000)
    void anyFileIsCutIntoMessagesOrRefused(@ForAll("messages") byte[] bytes, @ForAll byte[] noise) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(noise);
        file.write('\n');
        file.writeBytes(bytes);
        int payload = 0;
        try (Hl7Splitter splitter = new Hl7Splitter(new ByteArrayInputStream(file.toByteArray()), null, 200)) {
            while (splitter.hasNext()) {
                SourceItem item = splitter.next();
                RawMessage raw = item instanceof SourceProblem problem ? problem.raw() : (RawMessage) item;
                assertThat(isTreeOrRefused(raw.payload())).isTrue();
                payload += raw.payload().length;
            }
        } catch (UnreadableFileException e) {
            assertThat(e).hasMessageEndingWith(".");
        }
        assertThat(payload).isLessThanOrEqualTo(3 * file.size() + 200);
    }

    private boolean isTreeOrRefused(byte[] bytes) {
        try {
            return reader.read("application/hl7-v2", bytes).has("MSH");
        } catch (UnreadableMessageException e) {
            return e.getMessage().endsWith(".");
        }
    }

    @Provide
    Arbitrary<byte[]> messages() {
        Arbitrary<String> names = Arbitraries.of(
                "MSH|^~\\&|",
                "PID",
                "OBR",
                "OBX|1|NM|a||",
                "OBX|1|CE|",
                "ORC",
                "PV1",
                "SPM",
                "NTE",
                "ZZZ",
                "IN1",
                "BTS|");
        Arbitrary<String> content = Arbitraries.strings()
                .withChars("|^~\\&#\"XCMFSTRE.br09aA \r\n\u000B\u001C\u0000\u00FF\uF8FFқ\uD83D")
                .ofMaxLength(60);
        Arbitrary<List<String>> segments = names.flatMap(name -> content.map(text -> name + text + "\r"))
                .list()
                .ofMaxSize(20);
        return segments.map(
                all -> ("MSH|^~\\&|||||||ORU^R01|1|P|2.5\r" + String.join("", all)).getBytes(StandardCharsets.UTF_8));
    }
}
