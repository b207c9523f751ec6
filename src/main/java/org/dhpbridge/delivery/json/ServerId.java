package org.dhpbridge.delivery.json;

/** A reference to a resource on a server, relative or absolute: {@code [base/]Type/id[/_history/version]}. */
public record ServerId(String type, String id, String version) {

    private static final int LONGEST = 64;
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
        return isType(type) && isId(id) && (version == null || isId(version)) ? new ServerId(type, id, version) : null;
    }

    private static boolean isType(String text) {
        boolean isType = text.length() > 1 && text.length() <= LONGEST && Character.isUpperCase(text.charAt(0));
        for (int at = 0; isType && at < text.length(); at++) {
            isType = isLetter(text.charAt(at));
        }
        return isType;
    }

    private static boolean isId(String text) {
        boolean isId = !text.isEmpty() && text.length() <= LONGEST;
        for (int at = 0; isId && at < text.length(); at++) {
            char c = text.charAt(at);
            isId = isLetter(c) || c >= '0' && c <= '9' || c == '-' || c == '.';
        }
        return isId;
    }

    private static boolean isLetter(char c) {
        return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z';
    }

    /** As {@code Patient/7}. */
    public String reference() {
        return type + "/" + id;
    }
}
