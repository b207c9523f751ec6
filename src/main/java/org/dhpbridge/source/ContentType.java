package org.dhpbridge.source;

import java.nio.charset.Charset;
import java.util.Locale;
import java.util.Optional;
import org.dhpbridge.source.charset.Charsets;

/**
 * What a payload is ({@link RawMessage#contentType}).
 *
 * @param mediaType lower case, without parameters
 * @param charset the parameter of that name, as it stands there; null without one
 * @param openBatch whether it is the last message of a batch that has no end ({@code batch=open})
 * @param cutOff whether it breaks off at the end of its file ({@code end=cut})
 */
public record ContentType(String mediaType, String charset, boolean openBatch, boolean cutOff) {

    /** @param text null for none; whatever it holds, something comes of it */
    public static ContentType parse(String text) {
        if (text == null) {
            return new ContentType("", null, false, false);
        }
        String[] parts = text.split(";");
        String charset = null;
        boolean openBatch = false;
        boolean cutOff = false;
        for (int i = 1; i < parts.length; i++) {
            String[] pair = parts[i].split("=", 2);
            if (pair.length == 2 && pair[0].strip().equalsIgnoreCase("charset")) {
                charset = pair[1].replace("\"", "").strip();
            }
            openBatch |= parts[i].strip().equalsIgnoreCase("batch=open");
            cutOff |= parts[i].strip().equalsIgnoreCase("end=cut");
        }
        return new ContentType(parts[0].strip().toLowerCase(Locale.ROOT), charset, openBatch, cutOff);
    }

    /** The character set by whatever name it has ({@link Charsets}); empty without one, and for a name that nobody knows. */
    public Optional<Charset> knownCharset() {
        return Charsets.named(charset);
    }
}
