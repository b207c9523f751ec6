package org.dhpbridge.source;

import java.util.Locale;

/**
 * @param mediaType lower case, without parameters
 * @param charset the parameter of that name; null without one
 * @param openBatch whether it is the last message of a batch that has no end ({@code batch=open})
 * @param cutOff whether it breaks off at the end of its file ({@code end=cut})
 */
record ContentType(String mediaType, String charset, boolean openBatch, boolean cutOff) {

    static ContentType parse(String text) {
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
}
