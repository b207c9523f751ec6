package org.dhpbridge.source;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.dhpbridge.source.charset.Charsets;

/** Tells text from what people drop into a folder by mistake, by the first bytes of a file. */
public final class FileKind {

    /** How many bytes of the beginning are enough. */
    public static final int ENOUGH = 8192;

    private static final Map<String, String> SIGNATURES = new LinkedHashMap<>();

    static {
        SIGNATURES.put(
                "PK\u0003\u0004",
                "a zip archive or an Excel workbook (.xlsx); save a sheet as CSV. An archive is unpacked when it comes as a"
                        + " file, but not inside of another one");
        SIGNATURES.put("\u00D0\u00CF\u0011\u00E0", "an old Office document (.xls, .doc); save the sheet as CSV");
        SIGNATURES.put("%PDF-", "a PDF document");
        SIGNATURES.put(
                "\u001F\u008B", "gzip-compressed twice, or inside of an archive, or comes not as a file; unpack it");
        SIGNATURES.put("Rar!", "a RAR archive; unpack it");
        SIGNATURES.put("7z\u00BC\u00AF", "a 7z archive; unpack it");
        SIGNATURES.put("\u0089PNG", "a picture");
        SIGNATURES.put("\u00FF\u00D8\u00FF", "a picture");
        SIGNATURES.put("DICM", "a DICOM object");
    }

    private FileKind() {}

    /**
     * @param beginning the first {@link #ENOUGH} bytes, or all of a shorter file
     * @throws UnreadableFileException when the file is empty or not text
     */
    public static void requireText(byte[] beginning) {
        if (beginning.length == 0) {
            throw new UnreadableFileException(
                    "empty", "The file is empty (zero bytes). The export that wrote it failed.");
        }
        String start = new String(beginning, 0, Math.min(beginning.length, 16), StandardCharsets.ISO_8859_1);
        SIGNATURES.forEach((signature, kind) -> {
            if (start.startsWith(signature)) {
                throw new UnreadableFileException("binary", "The file is not text but " + kind + ".");
            }
        });
        if (Charsets.utf16(beginning).isEmpty() && control(beginning) * 10 > beginning.length) {
            throw new UnreadableFileException(
                    "binary", "The file is not text: more than a tenth of it is control bytes.");
        }
    }

    private static int control(byte[] bytes) {
        int control = 0;
        for (byte b : bytes) {
            boolean expected = b < 0 || b >= ' ' || b == '\t' || b == '\r' || b == '\n' || b == 0x0B || b == 0x1C;
            control += expected ? 0 : 1;
        }
        return control;
    }
}
