package org.dhpbridge.mapping;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Texts that stand in the place of a number and are none: two people who have them would become one. Nothing, as programs and
 * people write it, numbers that a spreadsheet has shortened ({@code 1.23E+13}), which many may share, and its formulas
 * and quotes ({@code ="00123"}, {@code '00123}): the same number stands elsewhere without them.
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

    /** What is typed in the place of a person's number. */
    private static final Set<String> NOBODY = Set.of(
            "anonymous", "anonym", "anonim", "anon", "аноним", "анонимно", "noname", "no name", "test", "тест", "-1");

    private static final Pattern NINES_OR_X = Pattern.compile("9{7,}|[xх]{2,}");

    private static final Pattern MARKS_AND_ZEROS = Pattern.compile("[0\\p{P}\\p{S}\\s]*");
    private static final Pattern SHORTENED = Pattern.compile("[+-]?\\d([.,]\\d+)?[eE]\\+\\d{1,3}");

    /** {@code 7.0}, {@code 1 234 567,00}, {@code 1,234,567}: what a spreadsheet or a data frame makes of a number that counts nothing. */
    private static final Pattern RECKONED =
            Pattern.compile("\\d+[.,]0*|\\d{1,3}(?:[ \u00a0\u202f]\\d{3})+[.,]0*|\\d{1,3}(?:,\\d{3})+(?:\\.0*)?");

    private static final Pattern APOSTROPHES = Pattern.compile("[ʻʼ‘’`´ʹ]");
    private static final int LONGEST_WORD =
            WORDS.stream().mapToInt(String::length).max().orElseThrow();

    /** What the words begin with: most numbers of people and things begin otherwise, and are asked no further. */
    private static final String FIRST_LETTERS =
            WORDS.stream().map(word -> word.substring(0, 1)).distinct().collect(Collectors.joining());

    private NoIdentity() {}

    /** Whether a text is no identity of anything. */
    static boolean is(String text) {
        char first = text.isEmpty() ? '0' : text.charAt(0);
        if (first >= '1' && first <= '9' && text.length() > 1) {
            return isShortened(text);
        }
        return isWord(text, first)
                || !Character.isLetter(first) && MARKS_AND_ZEROS.matcher(text).matches()
                || isShortened(text)
                || isOfASpreadsheet(text);
    }

    /** Whether it is typed in the place of a person's number, though it could be one of something else: nines, crosses, a test. */
    static boolean isNobody(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return NOBODY.contains(lower)
                || !lower.isEmpty()
                        && "9xх".indexOf(lower.charAt(0)) >= 0
                        && NINES_OR_X.matcher(lower).matches();
    }

    /** Whether it is what a spreadsheet writes to keep the digits of a number. */
    static boolean isOfASpreadsheet(String text) {
        return text.startsWith("=") || text.startsWith("'");
    }

    private static boolean isWord(String text, char first) {
        return text.length() <= LONGEST_WORD
                && FIRST_LETTERS.indexOf(Character.toLowerCase(first)) >= 0
                && WORDS.contains(
                        APOSTROPHES.matcher(text.toLowerCase(Locale.ROOT)).replaceAll("'"));
    }

    /** Whether a spreadsheet has shortened the number. */
    static boolean isShortened(String text) {
        return text.indexOf('+') >= 0 && SHORTENED.matcher(text).matches();
    }

    /**
     * Whether it is written as an amount, with zeros behind a point or with signs between the thousands: a registry gives no person
     * such a number, and the same one stands elsewhere without them.
     */
    static boolean isReckoned(String text) {
        return (text.indexOf('.') > 0 || text.indexOf(',') > 0)
                && RECKONED.matcher(text).matches();
    }
}
