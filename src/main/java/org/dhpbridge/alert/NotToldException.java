package org.dhpbridge.alert;

/** An alert did not arrive. Its text says what to look at. */
final class NotToldException extends Exception {

    private static final long serialVersionUID = 1L;

    NotToldException(String sentence) {
        super(sentence);
    }
}
