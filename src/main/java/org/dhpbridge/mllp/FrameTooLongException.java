package org.dhpbridge.mllp;

import java.io.IOException;

/** A frame is longer than the limit: nothing of it is kept, and the connection ends. */
final class FrameTooLongException extends IOException {

    private static final long serialVersionUID = 1L;

    FrameTooLongException(int limit) {
        super("A frame is longer than the limit of " + limit + " bytes");
    }
}
