package org.dhpbridge.source.hl7;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import org.dhpbridge.kernel.Digests;
import org.dhpbridge.source.RawMessage;
import org.dhpbridge.source.SourceProblem;

/**
 * What the envelope of a file says of its messages (HL7 chapter 2, FHS, BHS, BTS, FTS), and whether it is true: BTS-1 is the
 * number of messages of a batch, FTS-1 that of the batches of a file, and what has a beginning has an end.
 */
final class Envelope {

    private static final String OTHER = "application/octet-stream";

    private boolean fileOpen;
    private boolean batchOpen;
    private int batches;
    private int messages;
    private final MessageDigest ofBatch = Digests.sha256();
    private final MessageDigest ofFile = Digests.sha256();

    /** A message ends, or what cannot be one. */
    void message(String key) {
        messages++;
        ofBatch.update(key.getBytes(StandardCharsets.US_ASCII));
        ofFile.update(key.getBytes(StandardCharsets.US_ASCII));
    }

    /** Whether a batch, or a file without batches, has begun and not ended. */
    boolean isOpen() {
        return batchOpen || fileOpen && batches == 0;
    }

    /** FHS: what comes is a file. */
    void beginFile() {
        fileOpen = true;
        batches = 0;
        ofFile.reset();
        forget();
    }

    /** BHS: what comes is a batch. */
    void beginBatch() {
        batchOpen = true;
        batches++;
        forget();
    }

    /**
     * BTS.
     *
     * @param count BTS-1; empty when it says nothing
     * @return what is wrong with it
     */
    Optional<SourceProblem> endBatch(String count, String location) {
        int seen = messages;
        String key = key(ofBatch, "BTS");
        batches = batchOpen ? batches : batches + 1;
        batchOpen = false;
        Optional<SourceProblem> problem = differs(count, seen)
                ? Optional.of(problem(
                        key,
                        "BTS",
                        location,
                        "BTS-1 does not say as many messages as the batch holds (" + seen
                                + "). What is there was taken in; compare the file with the sender's, for messages may be"
                                + " missing or doubled."))
                : Optional.empty();
        forget();
        return problem;
    }

    /** FTS, as {@link #endBatch}. */
    Optional<SourceProblem> endFile(String count, String location) {
        int seen = batches;
        boolean whole = fileOpen;
        fileOpen = false;
        batches = 0;
        return whole && seen > 0 && differs(count, seen)
                ? Optional.of(problem(
                        key(ofFile, "FTS"),
                        "FTS",
                        location,
                        "FTS-1 does not say as many batches as the file holds (" + seen
                                + "). What is there was taken in; compare the file with the sender's."))
                : Optional.empty();
    }

    /** The source ends: a file whose batches have ended, and which itself has not. */
    Optional<SourceProblem> end(String location) {
        return fileOpen && batches > 0 && !batchOpen
                ? Optional.of(problem(
                        key(ofFile, "FHS"),
                        "FHS",
                        location,
                        "The file begins with FHS and has no FTS at its end, so it may be cut off behind its last batch. What is"
                                + " there was taken in; compare it with the sender's."))
                : Optional.empty();
    }

    private static boolean differs(String count, int seen) {
        return !count.isEmpty()
                && !count.equals("\"\"")
                && !count.replaceFirst("^0+(?=.)", "").equals(String.valueOf(seen));
    }

    private void forget() {
        messages = 0;
        ofBatch.reset();
    }

    /** The same batch twice is the same problem; another one with the same count is another. */
    private static String key(MessageDigest keys, String segment) {
        keys.update(segment.getBytes(StandardCharsets.US_ASCII));
        return "batch:" + HexFormat.of().formatHex(keys.digest());
    }

    private static SourceProblem problem(String key, String segment, String location, String sentence) {
        RawMessage raw = new RawMessage(OTHER, segment.getBytes(StandardCharsets.US_ASCII), key, location);
        return new SourceProblem(raw, "batch-count", sentence, false);
    }
}
