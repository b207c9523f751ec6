package org.dhpbridge.delivery.json;

import java.util.regex.Pattern;

/** A reference to a resource on a server, relative or absolute: {@code [base/]Type/id[/_history/version]}. */
public record ServerId(String type, String id, String version) {

    private static final Pattern TYPE = Pattern.compile("[A-Z][A-Za-z]{1,63}");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9.\\-]{1,64}");
    private static final String HISTORY = "/_history/";

    /** Null when the text is no such reference. */
    public static ServerId of(String reference) {
        if (reference == null) {
            return null;
        }
        int last = reference.lastIndexOf('/') + 1;
        boolean isVersion = reference.startsWith(HISTORY, last - HISTORY.length());
        String version = isVersion ? reference.substring(last) : null;
        String path = isVersion ? reference.substring(0, last - HISTORY.length()) : reference;
        int slash = path.lastIndexOf('/');
        String type = path.substring(path.lastIndexOf('/', slash - 1) + 1, Math.max(slash, 0));
        String id = path.substring(slash + 1);
        return TYPE.matcher(type).matches() && isId(id) && (version == null || isId(version))
                ? new ServerId(type, id, version)
                : null;
    }

    private static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /** As {@code Patient/7}. */
    public String reference() {
        return type + "/" + id;
    }
}
