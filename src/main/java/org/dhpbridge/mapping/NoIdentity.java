package org.dhpbridge.mapping;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Texts that stand in the place of a number and are none: two people who have them would become one. Nothing, as programs and
 * people write it, and numbers that a spreadsheet has shortened ({@code 1.23E+13}), which many may share.
 */
final class NoIdentity {

    private static final Set<String> WORDS = Set.of(
            "null",
            "(null)",
            "<null>",
            "[null]",
            "nil",
            "none",
            "n/a",
            "#n/a",
            "na",
            "nan",
            "undefined",
            "unknown",
            "empty",
            "#value!",
            "#ref!",
            "#name?",
            "#null!",
            "#num!",
            "#div/0!",
            "#н/д",
            "#знач!",
            "#ссылка!",
            "#имя?",
            "#пусто!",
            "#число!",
            "#дел/0!",
            "н/д",
            "нет",
            "неизвестно",
            "не известно",
            "отсутствует",
            "пусто",
            "нет данных",
            "не указано",
            "не указан",
            "не указана",
            "без номера",
            "б/н",
            "yo'q",
            "yoq",
            "noma'lum",
            "nomalum",
            "ma'lum emas",
            "ma'lumot yo'q",
            "йўқ",
            "номаълум",
            "маълум эмас");

    private static final Pattern MARKS_AND_ZEROS = Pattern.compile("[0\\p{P}\\p{S}\\s]*");
    private static final Pattern SHORTENED = Pattern.compile("[+-]?\\d([.,]\\d+)?[eE]\\+\\d{1,3}");
    private static final Pattern APOSTROPHES = Pattern.compile("[ʻʼ‘’`´ʹ]");
    private static final int LONGEST_WORD = 13;

    private NoIdentity() {}

    /** Whether a text is no identity of anything. */
    static boolean is(String text) {
        char first = text.isEmpty() ? '0' : text.charAt(0);
        if (first >= '1' && first <= '9' && text.length() > 1) {
            return text.indexOf('+') > 0 && isShortened(text);
        }
        return text.length() <= LONGEST_WORD
                        && WORDS.contains(APOSTROPHES
                                .matcher(text.toLowerCase(Locale.ROOT))
                                .replaceAll("'"))
                || MARKS_AND_ZEROS.matcher(text).matches()
                || isShortened(text);
    }

    /** Whether a spreadsheet has shortened the number. */
    static boolean isShortened(String text) {
        return SHORTENED.matcher(text).matches();
    }
}
