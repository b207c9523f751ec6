package org.dhpbridge.mapping;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dhpbridge.source.csv.OwnColumns;

/** Numbers with the signs for fraction and thousands that a site names for a column. */
final class NumberPattern {

    private static final String COMPARATOR = "(?<sign>[<>≤≥]?=?\\s*[+-]?)";
    private static final Pattern LOOKS_LIKE_A_NUMBER =
            Pattern.compile("[<>≤≥=+\\s-]*[\\d.,'\\s\\u00a0\\u202f]*\\d[\\d.,'\\s\\u00a0\\u202f]*");

    private final Pattern number;
    private final String decimal;
    private final String allowed;

    NumberPattern(OwnColumns.Format format) {
        decimal = format.decimal();
        String fraction = "(?:" + Pattern.quote(decimal) + "(?<fraction>\\d+))?";
        String whole = format.thousands() == null
                ? "(?<whole>\\d+)"
                : "(?<whole>\\d+|\\d{1,3}(?:" + group(format.thousands()) + "\\d{3})+)";
        number = Pattern.compile(COMPARATOR + whole + fraction);
        allowed = (format.thousands() == null ? "1234" : "1" + format.thousands() + "234") + decimal + "5";
    }

    private static String group(String thousands) {
        return thousands.isBlank() ? "[ \\u00a0\\u202f]" : Pattern.quote(thousands);
    }

    /** The form, for people, by an example. */
    String allowed() {
        return allowed;
    }

    /**
     * @return a number with a point and without thousands, all digits and a comparator kept; a text that is no number as it is;
     *     empty for a number in another form, which could be read as one of another size
     */
    Optional<String> read(String text) {
        Matcher found = number.matcher(text);
        if (found.matches()) {
            String fraction = found.group("fraction");
            return Optional.of(found.group("sign")
                    + found.group("whole").replaceAll("\\D", "")
                    + (fraction == null ? "" : "." + fraction));
        }
        return LOOKS_LIKE_A_NUMBER.matcher(text).matches() ? Optional.empty() : Optional.of(text);
    }
}
