package org.dhpbridge.source.hl7;

import org.dhpbridge.source.UnreadableMessageException;

/** The separators that MSH-1 and MSH-2 declare; what MSH-2 leaves out is as HL7 recommends it. */
record Delimiters(char field, char component, char repetition, char escape, char subcomponent, char truncation) {

    private static final String RECOMMENDED = "^~\\&#";

    /** @param msh the text of the segment from {@code MSH} on */
    static Delimiters of(String msh) {
        if (msh.length() < 4 || Character.isLetterOrDigit(msh.charAt(3)) || msh.charAt(3) <= ' ') {
            throw new UnreadableMessageException(
                    "header",
                    "segment 1 (MSH) field 1",
                    "No field separator stands after MSH. The message begins like MSH|^~\\&| when it is HL7v2.");
        }
        char field = msh.charAt(3);
        int end = msh.indexOf(field, 4);
        String declared = msh.substring(4, end < 0 ? msh.length() : end);
        char[] all = new char[RECOMMENDED.length()];
        for (int i = 0; i < all.length; i++) {
            all[i] = i < declared.length() ? declared.charAt(i) : unused(RECOMMENDED.charAt(i), field, declared);
            if (Character.isLetterOrDigit(all[i]) || all[i] == field) {
                throw new UnreadableMessageException(
                        "header",
                        "segment 1 (MSH) field 2",
                        "The separators are letters, digits or the field separator; usual is ^~\\&.");
            }
        }
        return new Delimiters(field, all[0], all[1], all[2], all[3], all[4]);
    }

    /** NUL, which no text holds, where the recommended character serves for something else. */
    private static char unused(char recommended, char field, String declared) {
        return recommended == field || declared.indexOf(recommended) >= 0 ? '\0' : recommended;
    }
}
