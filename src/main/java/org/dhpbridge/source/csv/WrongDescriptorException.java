package org.dhpbridge.source.csv;

import org.dhpbridge.kernel.Remediable;

/** A descriptor of a feed is wrong. The message is a sentence that names the file and every mistake in it. */
public final class WrongDescriptorException extends IllegalArgumentException implements Remediable {

    /** What to do about a wrong file under {@code mappings/}. */
    public static final String ACTION =
            "Correct that file under mappings/ of dhp.home (docs/mapping.md says what may stand in it), then start again.";

    private static final long serialVersionUID = 1L;

    WrongDescriptorException(String sentence) {
        super(sentence);
    }

    WrongDescriptorException(String sentence, Throwable cause) {
        super(sentence, cause);
    }

    @Override
    public String action() {
        return ACTION;
    }
}
