package org.dhpbridge.source;

/** A message that cannot be read. The text is a sentence for the person who must act, without input values. */
public final class UnreadableMessageException extends RuntimeException {

    private final String code;

    /**
     * @param code for programs: {@code content-type}, {@code empty}, {@code not-hl7}, {@code header}, {@code json}, or the
     *     code of the {@link SourceProblem} that the payload is
     * @param location where in the message: {@code segment 4 (OBX) field 5} or {@code line 12}; empty for the whole
     * @param sentence what is wrong and what to do
     */
    public UnreadableMessageException(String code, String location, String sentence) {
        super(location.isEmpty() ? sentence : location + ": " + sentence);
        this.code = code;
    }

    public String code() {
        return code;
    }
}
