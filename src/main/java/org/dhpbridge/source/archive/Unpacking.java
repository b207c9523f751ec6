package org.dhpbridge.source.archive;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.zip.CRC32;
import java.util.zip.ZipException;
import org.dhpbridge.source.Content;
import org.dhpbridge.source.UnreadableFileException;

/** Watches what comes out of an archive: damage and absurd sizes are told as sentences. */
final class Unpacking extends FilterInputStream {

    /** The stream below verifies what it unpacks. */
    static final long NO_CRC = -1;

    private final long packed;
    private final long expectedCrc;
    private final CRC32 crc = new CRC32();
    private final Limits limits;
    private final String place;
    private long count;

    /**
     * @param packed its size in the archive, in bytes
     * @param expectedCrc CRC-32 of what is unpacked, or {@link #NO_CRC}
     * @param place for the sentences, as {@code the entry a.hl7}
     */
    Unpacking(InputStream in, long packed, long expectedCrc, Limits limits, String place) {
        super(in);
        this.expectedCrc = expectedCrc;
        this.packed = packed;
        this.limits = limits;
        this.place = place;
    }

    static UnreadableFileException damaged(String place, IOException cause) {
        UnreadableFileException damaged = new UnreadableFileException(
                Archives.CODE,
                "The archive is damaged or incomplete: " + place + " cannot be unpacked. Transfer it again, complete.");
        damaged.initCause(cause);
        return damaged;
    }

    @Override
    public int read() throws IOException {
        try {
            int read = super.read();
            if (read >= 0) {
                crc.update(read);
                counted(1);
            } else {
                verify();
            }
            return read;
        } catch (ZipException | EOFException e) {
            throw damaged(place, e);
        }
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        try {
            int read = super.read(into, offset, length);
            if (read >= 0) {
                crc.update(into, offset, read);
                counted(read);
            } else {
                verify();
            }
            return read;
        } catch (ZipException | EOFException e) {
            throw damaged(place, e);
        }
    }

    private void verify() throws ZipException {
        if (expectedCrc != NO_CRC && crc.getValue() != expectedCrc) {
            throw new ZipException("Another checksum than the archive says");
        }
    }

    private void counted(int bytes) {
        count += bytes;
        if (count > limits.longest() || count > limits.free() && count / limits.ratio() > packed) {
            throw new UnreadableFileException(
                    Archives.CODE,
                    "Something is wrong with " + place + ": unpacked it is more than "
                            + Math.max(1, count >> 20) + " MiB, from " + packed
                            + " bytes. Exports are never packed like this. Unpack it by hand, look at it, and drop the files.");
        }
    }

    /** Unpacks all of it once, so that damage is known before anything of it is used. */
    static void test(Content content) {
        try (InputStream in = content.open()) {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
