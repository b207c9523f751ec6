package org.dhpbridge.source;

/** A file that cannot be read as a whole. The message is a sentence for the person who must act, without input values. */
public final class UnreadableFileException extends RuntimeException {

    private final String code;

    /**
     * @param code for programs: {@code empty}, {@code binary}, {@code not-hl7}, {@code charset}, {@code header}
     * @param sentence what is wrong and what to do
     */
    public UnreadableFileException(String code, String sentence) {
        super(sentence);
        this.code = code;
    }

    public String code() {
        return code;
    }
}
