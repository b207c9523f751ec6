package org.dhpbridge.sandbox;

import java.util.ArrayList;
import java.util.List;

/** The escapes in search values (FHIR R5, 3.2.1.5.7): {@code \,}, {@code \|}, {@code \$}, {@code \\}. */
final class SearchValue {

    private SearchValue() {}

    /** Splits where the separator is not escaped; the escapes stay. */
    static List<String> split(String value, char separator) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\' && i + 1 < value.length()) {
                part.append(c).append(value.charAt(++i));
            } else if (c == separator) {
                parts.add(part.toString());
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        parts.add(part.toString());
        return parts;
    }

    static String unescape(String value) {
        return value.indexOf('\\') < 0 ? value : value.replaceAll("\\\\([,|$\\\\])", "$1");
    }
}
