package org.dhpbridge.source.csv;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a cell says, without what spreadsheets and databases put around it. */
final class CellText {

    private static final Pattern FORMULA = Pattern.compile("=\\s*\"(.*)\"", Pattern.DOTALL);
    private static final Set<String> NULLS = Set.of("null", "(null)", "<null>", "[null]", "\\n", "\"\"", "''");

    private CellText() {}

    /**
     * @param cell as the file has it
     * @return empty for a NULL that a database wrote out; {@code 00123} of {@code ="00123"} and of {@code '00123}, as Excel
     *     keeps numbers from being shortened; else the cell without blanks around it
     */
    static String of(String cell) {
        String text = CsvFeed.strip(cell);
        if (text.isEmpty()) {
            return text;
        }
        char first = text.charAt(0);
        if (first == '=') {
            Matcher formula = FORMULA.matcher(text);
            text = formula.matches() ? CsvFeed.strip(formula.group(1).replace("\"\"", "\"")) : text;
        } else if (first == '\'' && text.length() > 1 && text.indexOf('\'', 1) < 0 && hasDigit(text)) {
            text = CsvFeed.strip(text.substring(1));
        }
        return text.length() <= 6 && NULLS.contains(text.toLowerCase(Locale.ROOT)) ? "" : text;
    }

    /** A word may begin with an apostrophe of its own. */
    private static boolean hasDigit(String text) {
        return text.chars().anyMatch(c -> c >= '0' && c <= '9');
    }
}
