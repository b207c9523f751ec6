package org.dhpbridge.mapping;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/** Kinds of documents that their first bytes tell, and whether the last ones are there. */
enum DocumentKind {
    PDF("application/pdf", bytes -> starts(bytes, "%PDF"), bytes -> tail(bytes, 1024)
            .contains("%%EOF")),
    PNG("image/png", bytes -> starts(bytes, "\u0089PNG\r\n"), bytes -> tail(bytes, 64)
            .contains("IEND")),
    JPEG("image/jpeg", bytes -> starts(bytes, "\u00ff\u00d8\u00ff"), DocumentKind::hasEndOfImage),
    TIFF("image/tiff", bytes -> starts(bytes, "II*\0") || starts(bytes, "MM\0*"), null),
    GIF("image/gif", bytes -> starts(bytes, "GIF8"), bytes -> tail(bytes, 16).contains(";")),
    RTF(
            "application/rtf",
            bytes -> starts(bytes, "{\\rtf"),
            bytes -> tail(bytes, 64).strip().replace("\0", "").endsWith("}")),
    ZIP("application/zip", bytes -> starts(bytes, "PK\u0003\u0004"), bytes -> tail(bytes, 1 << 16)
            .contains("PK\u0005\u0006")),
    DICOM(
            "application/dicom",
            bytes -> bytes.length > 132 && starts(Arrays.copyOfRange(bytes, 128, 132), "DICM"),
            null),
    XML("application/xml", bytes -> starts(bytes, "<?xml"), null),
    HTML(
            "text/html",
            bytes -> head(bytes, 16).toLowerCase(Locale.ROOT).matches("(?s)<(!doctype html|html).*"),
            bytes -> tail(bytes, 64).toLowerCase(Locale.ROOT).contains("</html>"));

    private static final byte START_OF_SCAN = (byte) 0xda;
    private static final byte END_OF_IMAGE = (byte) 0xd9;

    private final String mediaType;
    private final Predicate<byte[]> begin;
    private final Predicate<byte[]> end;

    /** @param end null when the last bytes of this kind tell nothing */
    DocumentKind(String mediaType, Predicate<byte[]> begin, Predicate<byte[]> end) {
        this.mediaType = mediaType;
        this.begin = begin;
        this.end = end;
    }

    static Optional<DocumentKind> of(byte[] document) {
        return Arrays.stream(values()).filter(kind -> kind.begin.test(document)).findFirst();
    }

    /** As RFC 6838 names it. */
    String mediaType() {
        return mediaType;
    }

    /** A ZIP is many things (a DOCX is one) and so is XML: there the sender's word counts before this one. */
    boolean isOneOfMany() {
        return this == ZIP || this == XML;
    }

    /** Whether the last bytes tell that nothing is missing. */
    boolean isEndKnown() {
        return end != null;
    }

    /** False only when something is surely missing. */
    boolean isWhole(byte[] document) {
        return end == null || end.test(document);
    }

    /** False when one that was sent in one piece was surely cut: a page of HTML may leave its last tag out. */
    boolean isWholeAlone(byte[] document) {
        return this == HTML || isWhole(document);
    }

    /** Cameras write more behind the end of an image, and a small image of its own before its beginning. */
    private static boolean hasEndOfImage(byte[] bytes) {
        int at = 2;
        while (at + 4 <= bytes.length && bytes[at] == (byte) 0xff && bytes[at + 1] != START_OF_SCAN) {
            at += 2 + ((bytes[at + 2] & 0xff) << 8 | bytes[at + 3] & 0xff);
        }
        for (int i = at; i + 1 < bytes.length; i++) {
            if (bytes[i] == (byte) 0xff && bytes[i + 1] == END_OF_IMAGE) {
                return true;
            }
        }
        return false;
    }

    private static boolean starts(byte[] bytes, String with) {
        return head(bytes, with.length()).equals(with);
    }

    private static String head(byte[] bytes, int length) {
        return new String(bytes, 0, Math.min(length, bytes.length), StandardCharsets.ISO_8859_1);
    }

    private static String tail(byte[] bytes, int length) {
        int from = Math.max(0, bytes.length - length);
        return new String(bytes, from, bytes.length - from, StandardCharsets.ISO_8859_1);
    }
}
