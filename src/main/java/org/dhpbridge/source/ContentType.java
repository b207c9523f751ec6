package org.dhpbridge.source;

import java.util.Locale;

/**
 * @param mediaType lower case, without parameters
 * @param charset the parameter of that name; null without one
 */
record ContentType(String mediaType, String charset) {

    static ContentType parse(String text) {
        if (text == null) {
            return new ContentType("", null);
        }
        String[] parts = text.split(";");
        String charset = null;
        for (int i = 1; i < parts.length; i++) {
            String[] pair = parts[i].split("=", 2);
            if (pair.length == 2 && pair[0].strip().equalsIgnoreCase("charset")) {
                charset = pair[1].replace("\"", "").strip();
            }
        }
        return new ContentType(parts[0].strip().toLowerCase(Locale.ROOT), charset);
    }
}
