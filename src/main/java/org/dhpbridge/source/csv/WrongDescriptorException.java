package org.dhpbridge.source.csv;

/** A descriptor of a feed is wrong. The message is a sentence that names the file and every mistake in it. */
public final class WrongDescriptorException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    WrongDescriptorException(String sentence) {
        super(sentence);
    }

    WrongDescriptorException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
