package org.dhpbridge.source.csv;

import java.util.Locale;
import java.util.Optional;

/**
 * How one source writes a feed, where it differs from the feed's descriptor.
 *
 * @param delimiter {@code auto}, {@code tab} or one character; null for the descriptor's
 * @param charset {@code auto} or the name of a character set; null for the descriptor's
 */
public record CsvOptions(String delimiter, String charset) {

    /** Found out from the file. */
    public static final String AUTO = "auto";

    /** Everything as the descriptor says. */
    public static final CsvOptions AS_DESCRIBED = new CsvOptions(null, null);

    /** What this source leaves open, filled from the descriptor. */
    CsvOptions over(CsvFeed feed) {
        return new CsvOptions(
                isBlank(delimiter) ? feed.delimiter() : delimiter, isBlank(charset) ? feed.charset() : charset);
    }

    /** The character that a setting means; empty for {@code auto} and for what cannot separate columns. */
    static Optional<Character> delimiterNamed(String name) {
        return switch (name == null ? AUTO : name.toLowerCase(Locale.ROOT)) {
            case "tab", "\\t", "\t" -> Optional.of('\t');
            case ",", "comma" -> Optional.of(',');
            case ";", "semicolon" -> Optional.of(';');
            case "|", "pipe" -> Optional.of('|');
            default -> Optional.empty();
        };
    }

    private static boolean isBlank(String setting) {
        return setting == null || setting.isEmpty() || setting.isBlank() && !setting.equals("\t");
    }
}
