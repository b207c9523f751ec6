package org.dhpbridge.source.hl7;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.Optional;
import org.dhpbridge.kernel.Digests;
import org.dhpbridge.source.FileKind;
import org.dhpbridge.source.MessageSplitter;
import org.dhpbridge.source.RawMessage;
import org.dhpbridge.source.SourceProblem;
import org.dhpbridge.source.UnreadableFileException;
import org.dhpbridge.source.charset.Charsets;
import org.dhpbridge.source.charset.Transcoding;

/**
 * Cuts a file or a stream of HL7v2 into its messages, holding no more than one at a time. A message begins with a line
 * {@code MSH} and ends before the next, at an envelope segment (FHS, BHS, BTS, FTS: what they say of their messages is
 * {@link Envelope compared}) or at the end of an MLLP frame. The last message of a batch that has no end says so in its content
 * type; one that breaks off within a line is a problem, and so is, as a warning, any other that was {@link LastSegment cut}. Each comes out with CR after every segment, whatever stood there, so that its key does not depend on the
 * line ends. UTF-16 comes out as UTF-8.
 */
public final class Hl7Splitter extends MessageSplitter {

    /** The longest message when nothing else is set: 16 MiB. */
    public static final int DEFAULT_LIMIT = 16 << 20;

    /** For what is in memory as a whole: as long as an array can be. */
    public static final int NO_LIMIT = Integer.MAX_VALUE - 8;

    private static final int JUNK_KEPT = 64 << 10;
    private static final String OTHER = "application/octet-stream";

    private final Lines lines;
    private final String contentType;
    private final boolean transcoded;
    private final int limit;
    private final boolean mayBreakOff;
    private final Envelope envelope = new Envelope();
    private final ByteArrayOutputStream open = new ByteArrayOutputStream();

    private long openAt;
    private boolean inMessage;
    private long leftOut;
    private boolean brokenOff;
    private byte[] before;
    private int messages;

    /**
     * @param in read to its end; closed with this splitter, and when it cannot be made
     * @param charset name of the character set by a person's decision; null leaves it to each message
     * @param limit the longest message in bytes; a longer one becomes a problem
     * @throws UncheckedIOException when the stream cannot be read
     * @throws UnreadableFileException when the setting names no character set, or the file is empty or of another kind
     */
    public Hl7Splitter(InputStream in, String charset, int limit) {
        this(in, charset, limit, true);
    }

    /** @param mayBreakOff whether the stream may end before its sender was done, as a file may and a frame of MLLP may not */
    public Hl7Splitter(InputStream in, String charset, int limit, boolean mayBreakOff) {
        this.limit = limit;
        this.mayBreakOff = mayBreakOff;
        try {
            if (charset != null && Charsets.named(charset).isEmpty()) {
                throw new UnreadableFileException(
                        "charset", "The setting charset of this source names no character set that is known.");
            }
            byte[] beginning = in.readNBytes(FileKind.ENOUGH);
            FileKind.requireText(beginning);
            Optional<Charset> utf16 = Charsets.utf16(beginning);
            Optional<Charset> mark = Charsets.byteOrderMark(beginning);
            transcoded = utf16.isPresent();
            InputStream whole = Transcoding.join(beginning, in);
            lines = new Lines(transcoded ? Transcoding.toUtf8(whole, utf16.get()) : whole, limit);
            String known = transcoded
                    ? "UTF-8"
                    : Charsets.named(charset).or(() -> mark).map(Charset::name).orElse(null);
            contentType = Hl7Reader.MEDIA_TYPE + (known == null ? "" : "; charset=" + known);
        } catch (IOException e) {
            throw closing(in, new UncheckedIOException(e));
        } catch (UnreadableFileException e) {
            throw closing(in, e);
        }
    }

    private static RuntimeException closing(InputStream in, RuntimeException failure) {
        try {
            in.close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
        return failure;
    }

    @Override
    protected void release() throws IOException {
        lines.close();
    }

    @Override
    protected void advance() throws IOException {
        if (!lines.next()) {
            end();
            finish(envelope.isOpen());
            envelope.end(place("the end of the file")).ifPresent(this::handOut);
            if (messages == 0) {
                throw new UnreadableFileException(
                        "not-hl7",
                        "The file holds no HL7v2 message: no line begins with MSH. If it is an export of another kind,"
                                + " it belongs into that source's folder.");
            }
            return;
        }
        if (lines.beginsWith("MSH")) {
            finish(false);
            messages++;
            inMessage = true;
            openAt = lines.offset();
            append(limit);
        } else if (isEnvelope()) {
            readEnvelope();
        } else if (!lines.isBlank()) {
            if (open.size() == 0 && leftOut == 0) {
                openAt = lines.offset();
            }
            append(inMessage || limit == NO_LIMIT ? limit : JUNK_KEPT);
        }
        brokenOff = !lines.isEnded();
        if (lines.endsFrame()) {
            finish(false);
        }
    }

    private void readEnvelope() {
        boolean trailer = isTrailer("BTS") || isTrailer("FTS");
        finish(!trailer && envelope.isOpen());
        openAt = lines.offset();
        if (lines.beginsWith("FHS")) {
            envelope.beginFile();
        } else if (lines.beginsWith("BHS")) {
            envelope.beginBatch();
        } else if (isTrailer("BTS")) {
            envelope.endBatch(lines.firstField(), place("the batch that ends behind message " + messages))
                    .ifPresent(this::handOut);
        } else {
            envelope.endFile(lines.firstField(), place("the file that ends behind message " + messages))
                    .ifPresent(this::handOut);
        }
    }

    private boolean isEnvelope() {
        return lines.beginsWith("FHS") || lines.beginsWith("BHS") || isTrailer("BTS") || isTrailer("FTS");
    }

    /** One without fields only where something is to be ended: within a message it may be a line of a text. */
    private boolean isTrailer(String segment) {
        return lines.beginsWith(segment) || lines.isOnly(segment) && (!inMessage || envelope.isOpen());
    }

    private void append(int most) {
        int room = most - open.size();
        leftOut += lines.wholeLength() - lines.length() + Math.max(0, lines.length() + 1L - room);
        if (room > 0) {
            lines.writeTo(open, room - 1);
            open.write('\r');
        }
    }

    /**
     * Makes an item of what was gathered; junk before the first message waits until one proves that this is HL7v2.
     *
     * @param openBatch whether it is the last one of a batch without an end
     */
    private void finish(boolean openBatch) {
        if (open.size() == 0) {
            return;
        }
        byte[] payload = open.toByteArray();
        String key = "hl7:" + Digests.sha256Hex(payload);
        if (!inMessage) {
            RawMessage raw = new RawMessage(OTHER, payload, key, place("before message " + (messages + 1)));
            boolean provesNothing = hasEnded() && messages == 0;
            if (!provesNothing) {
                handOut(new SourceProblem(
                        raw,
                        "junk",
                        "What stands here belongs to no HL7v2 message: no line MSH begins it."
                                + (leftOut == 0
                                        ? ""
                                        : " Only its beginning is kept here, the rest stands in the file."),
                        false));
            }
        } else if (openBatch && brokenOff) {
            envelope.message(key);
            RawMessage raw = new RawMessage(OTHER, payload, key, place("message " + messages));
            handOut(new SourceProblem(
                    raw,
                    "broken-off",
                    "The source ends in the middle of a line of this message, and the batch that it stands in (BHS,"
                            + " FHS) has no end (BTS, FTS): it was cut off. Send the whole file again.",
                    true));
        } else if (leftOut > 0) {
            envelope.message(key);
            RawMessage raw = new RawMessage(OTHER, payload, key, place("message " + messages));
            handOut(new SourceProblem(
                    raw,
                    "too-long",
                    "The message is longer than the limit of " + limit
                            + " bytes: only its beginning is kept here, the last " + leftOut
                            + " bytes are left out. The whole of it stands in the file that it came from: in .done,"
                            + " when a source took it. Raise the parameter limit of the source and drop that file"
                            + " again (what is known of it is recognised), or have the message sent in parts.",
                    true));
        } else {
            envelope.message(key);
            boolean cut = brokenOff && mayBreakOff && LastSegment.isCut(payload, before);
            String type = contentType + (openBatch ? Hl7Reader.OPEN_BATCH : "") + (cut ? Hl7Reader.CUT_OFF : "");
            handOut(new RawMessage(type, payload, key, place("message " + messages)));
            before = payload;
        }
        open.reset();
        inMessage = false;
        leftOut = 0;
    }

    private String place(String what) {
        return transcoded ? what : what + ", byte " + openAt;
    }
}
