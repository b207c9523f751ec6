package org.dhpbridge.source;

import org.dhpbridge.kernel.Digests;

/**
 * A place of the source that cannot become a message, kept so that it can be a dead letter; what follows it goes on.
 *
 * @param raw what stands there (its beginning, when it is longer than a message may be); {@link MessageReader} refuses it
 * @param code for programs: {@code junk}, {@code too-long}, {@code columns}, {@code group-too-long}
 * @param sentence for the person who must act: what is wrong and what to do; holds no value of the source
 * @param isMessage whether a message stands there; else what stands there is none, and the messages around it are whole
 */
public record SourceProblem(RawMessage raw, String code, String sentence, boolean isMessage) implements SourceItem {

    private static final String UNKNOWN = "application/octet-stream";

    /** A body that cannot be read as a whole, kept as it is; the same bytes are known again. */
    public static SourceProblem whole(byte[] bytes, UnreadableFileException why) {
        RawMessage raw = new RawMessage(UNKNOWN, bytes, "body:" + Digests.sha256Hex(bytes), "the whole body");
        return new SourceProblem(raw, why.code(), why.getMessage(), false);
    }
}
