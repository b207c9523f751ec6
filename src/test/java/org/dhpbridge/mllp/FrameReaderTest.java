package org.dhpbridge.mllp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FrameReaderTest {

    private static final int LIMIT = 1000;
    private static final int PATIENCE = 100;

    /** Packets as the network brings them; null stands for silence longer than anybody waits. */
    private static final class Network implements FrameReader.ByteSource {
        private final Deque<byte[]> packets = new ArrayDeque<>();
        private static final byte[] SILENCE = {};

        @Override
        public int read(byte[] into, int wait) throws IOException {
            byte[] packet = packets.poll();
            if (packet == null) {
                return -1;
            }
            if (packet == SILENCE) {
                throw new SocketTimeoutException();
            }
            System.arraycopy(packet, 0, into, 0, packet.length);
            return packet.length;
        }
    }

    private record Seen(List<String> frames, long stray) {}

    @Test
    void severalFramesOfOnePacketAreAllSeen() throws Exception {
        assertThat(seen("\u000bMSH|1\r\u001c\r\u000bMSH|2\r\u001c\r\u000bMSH|3\r\u001c\r"))
                .isEqualTo(new Seen(List.of("MSH|1\r", "MSH|2\r", "MSH|3\r"), 0));
    }

    @Property(tries = 300)
    void howTheNetworkCutsTheBytesChangesNothing(@ForAll @Size(max = 8) List<@IntRange(min = 1, max = 40) Integer> cuts)
            throws Exception {
        String sent = "\u000bMSH|1\rOBX|a\r\u001c\r\u000bMSH|2\r\u001c\rjunk\u000bMSH|3\r\u001c\r";
        List<String> packets = new ArrayList<>();
        int from = 0;
        for (int cut : cuts) {
            int to = Math.min(sent.length(), from + cut);
            if (to > from) {
                packets.add(sent.substring(from, to));
            }
            from = to;
        }
        if (from < sent.length()) {
            packets.add(sent.substring(from));
        }
        assertThat(seen(packets.toArray(String[]::new)))
                .isEqualTo(new Seen(List.of("MSH|1\rOBX|a\r", "MSH|2\r", "MSH|3\r"), 4));
    }

    @Test
    void byteByByte() throws Exception {
        assertThat(seen("\u000bMSH|1\r\u001c\r\u000bMSH|2\r\u001c\r".split("")))
                .isEqualTo(new Seen(List.of("MSH|1\r", "MSH|2\r"), 0));
    }

    @Test
    void aFrameWithoutTheLastByteEndsWhenNothingFollows() throws Exception {
        assertThat(seen("\u000bMSH|1\r\u001c", null, "\u000bMSH|2\r\u001c", "\u000bMSH|3\r\u001c\n"))
                .isEqualTo(new Seen(List.of("MSH|1\r", "MSH|2\r", "MSH|3\r"), 0));
    }

    @Test
    void theBytesOfFramingInsideOfATextBelongToIt() throws Exception {
        assertThat(seen("\u000bMSH|1\rOBX|a\u000bb\u001cc\r\u001c\r"))
                .isEqualTo(new Seen(List.of("MSH|1\rOBX|a\u000bb\u001cc\r"), 0));
    }

    @Test
    void whatASenderBrokeOffIsNotReadAsAMessage() throws Exception {
        assertThat(seen("\u000bMSH|1\rOBX|15.\u000bMSH|2\r\u001c\r")).isEqualTo(new Seen(List.of("MSH|2\r"), 14));
        assertThat(seen("\u000bMSH|1\rOBX|15.")).isEqualTo(new Seen(List.of(), 14));
    }

    @Test
    void whatStandsOutsideIsCountedAndLineEndsAreNot() throws Exception {
        assertThat(seen("MSH|no frame\r", null, "\r\n\u000bMSH|1\r\u001c\r\r\n \n"))
                .isEqualTo(new Seen(List.of("MSH|1\r"), "MSH|noframe".length()));
    }

    @Test
    void aFrameLongerThanTheLimitIsRefused() {
        assertThatThrownBy(() -> seen("\u000bMSH|" + "x".repeat(LIMIT) + "\u001c\r"))
                .isInstanceOf(FrameRefusedException.class)
                .hasMessageContaining("more than " + LIMIT + " bytes", "parameter limit");
    }

    @Test
    void aFrameThatComesByteByByteHasTwentyTimesThePatienceAndNoMore() {
        AtomicLong now = new AtomicLong();
        AtomicInteger sent = new AtomicInteger();
        FrameReader.ByteSource dripping = (into, wait) -> {
            now.addAndGet(TimeUnit.MILLISECONDS.toNanos(PATIENCE - 1));
            into[0] = sent.getAndIncrement() == 0 ? FrameReader.START : (byte) 'x';
            return 1;
        };
        FrameReader reader = new FrameReader(dripping, 1, PATIENCE, LIMIT, new FrameSpace(LIMIT), now::get);

        assertThatThrownBy(reader::next)
                .isInstanceOf(FrameRefusedException.class)
                .hasMessageContaining("not complete after " + 20 * PATIENCE + " ms");
        assertThat(sent.get()).isEqualTo(22);
    }

    @Test
    void longFramesShareASpaceAndUsualOnesDoNot() throws Exception {
        int limit = 2 * FrameSpace.OWN;
        FrameSpace space = new FrameSpace(limit);
        List<FrameReader> begun = new ArrayList<>();
        for (int sender = 0; sender < 8; sender++) {
            FrameReader reader = unfinished(limit, FrameSpace.OWN + 1, space);
            assertThatThrownBy(reader::next).isInstanceOf(SocketTimeoutException.class);
            begun.add(reader);
        }

        assertThatThrownBy(unfinished(limit, FrameSpace.OWN + 1, space)::next)
                .isInstanceOf(FrameRefusedException.class)
                .hasMessageContaining("more than " + 4 * limit + " bytes");
        assertThatThrownBy(unfinished(limit, FrameSpace.OWN, space)::next).isInstanceOf(SocketTimeoutException.class);
        begun.get(0).end();
        assertThatThrownBy(unfinished(limit, FrameSpace.OWN + 1, space)::next)
                .isInstanceOf(SocketTimeoutException.class);
    }

    /** Of a sender who falls silent after so many bytes. */
    private static FrameReader unfinished(int limit, int size, FrameSpace space) {
        AtomicInteger sent = new AtomicInteger();
        FrameReader.ByteSource source = (into, wait) -> {
            int count = Math.min(into.length, size + 1 - sent.get());
            if (count == 0) {
                throw new SocketTimeoutException();
            }
            Arrays.fill(into, 0, count, (byte) 'x');
            if (sent.getAndAdd(count) == 0) {
                into[0] = FrameReader.START;
            }
            return count;
        };
        return new FrameReader(source, 1, 1, limit, space, () -> 0);
    }

    private static Seen seen(String... packets) throws Exception {
        Network network = new Network();
        for (String packet : packets) {
            network.packets.add(packet == null ? Network.SILENCE : packet.getBytes(StandardCharsets.ISO_8859_1));
        }
        FrameReader reader = new FrameReader(network, 1, 1, LIMIT, new FrameSpace(LIMIT), () -> 0);
        List<String> frames = new ArrayList<>();
        long stray = 0;
        try {
            while (true) {
                byte[] frame = reader.next();
                if (frame != null) {
                    ByteArrayOutputStream copy = new ByteArrayOutputStream();
                    copy.write(frame);
                    frames.add(copy.toString(StandardCharsets.ISO_8859_1));
                }
                stray += reader.takeStray();
            }
        } catch (EOFException senderIsGone) {
            reader.end();
            return new Seen(frames, stray + reader.takeStray());
        }
    }
}
