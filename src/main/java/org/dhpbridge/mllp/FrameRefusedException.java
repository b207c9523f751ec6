package org.dhpbridge.mllp;

import java.io.IOException;

/** A frame is not taken: nothing of it is kept, and the connection ends. The message says why and what to do. */
final class FrameRefusedException extends IOException {

    private static final long serialVersionUID = 1L;

    private FrameRefusedException(String sentence) {
        super(sentence);
    }

    static FrameRefusedException tooLong(int limit) {
        return new FrameRefusedException("it has more than " + limit
                + " bytes. Raise the parameter limit of the source if such messages are right.");
    }

    static FrameRefusedException tooSlow(long millis) {
        return new FrameRefusedException("it was not complete after " + millis
                + " ms, twenty times the parameter patience of the source. Look at its sender and at the"
                + " network between.");
    }

    static FrameRefusedException noSpace(long size) {
        return new FrameRefusedException("the long messages that come in at this time would hold more than " + size
                + " bytes, four times the parameter limit of the source. Its sender can send it again.");
    }
}
