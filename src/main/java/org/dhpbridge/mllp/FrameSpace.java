package org.dhpbridge.mllp;

/**
 * What the long frames of all connections of a port may hold together, from their beginning until they are answered. The first
 * {@link #OWN} bytes of each connection do not count: a message of usual length is never refused because others send long ones.
 */
final class FrameSpace {

    /** What each connection may hold beside. */
    static final int OWN = 1 << 20;

    private static final int LONGEST_FRAMES = 4;

    private final long size;
    private long taken;

    /** @param limit of a frame, in bytes */
    FrameSpace(int limit) {
        size = (long) LONGEST_FRAMES * limit;
    }

    /** @return false when there is not so much left; nothing is taken then */
    synchronized boolean take(long bytes) {
        if (taken + bytes > size) {
            return false;
        }
        taken += bytes;
        return true;
    }

    synchronized void giveBack(long bytes) {
        taken -= bytes;
    }

    long size() {
        return size;
    }
}
