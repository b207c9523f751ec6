package org.dhpbridge.doctor;

/**
 * What one check saw. Holds no secret and nothing of a patient.
 *
 * @param what was checked, in a word or three, as {@code disk}
 * @param facts what was seen, as a phrase
 * @param fix what to do about it, a sentence; null when there is nothing to do
 */
public record Finding(Status status, String what, String facts, String fix) {

    /** Whether somebody must act. */
    public enum Status {
        OK("ok"),
        /** The bridge works, and yet somebody should look. */
        WARNING("warning"),
        FAILED("FAILED");

        private final String word;

        Status(String word) {
            this.word = word;
        }

        /** As it is printed. */
        public String word() {
            return word;
        }
    }

    static Finding ok(String what, String facts) {
        return new Finding(Status.OK, what, facts, null);
    }

    static Finding warning(String what, String facts, String fix) {
        return new Finding(Status.WARNING, what, facts, fix);
    }

    static Finding failed(String what, String facts, String fix) {
        return new Finding(Status.FAILED, what, facts, fix);
    }
}
