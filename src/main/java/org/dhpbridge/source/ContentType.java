package org.dhpbridge.source;

import java.util.Locale;

/**
 * @param mediaType lower case, without parameters
 * @param charset the parameter of that name; null without one
 * @param openBatch whether it is the last message of a batch that has no end ({@code batch=open})
 */
record ContentType(String mediaType, String charset, boolean openBatch) {

    static ContentType parse(String text) {
        if (text == null) {
            return new ContentType("", null, false);
        }
        String[] parts = text.split(";");
        String charset = null;
        boolean openBatch = false;
        for (int i = 1; i < parts.length; i++) {
            String[] pair = parts[i].split("=", 2);
            if (pair.length == 2 && pair[0].strip().equalsIgnoreCase("charset")) {
                charset = pair[1].replace("\"", "").strip();
            }
            openBatch |= parts[i].strip().equalsIgnoreCase("batch=open");
        }
        return new ContentType(parts[0].strip().toLowerCase(Locale.ROOT), charset, openBatch);
    }
}
