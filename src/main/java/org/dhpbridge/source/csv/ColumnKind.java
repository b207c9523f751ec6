package org.dhpbridge.source.csv;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What a column holds, as far as its feed says ({@code holds}): what stands there instead of a value, and in whose place. */
public enum ColumnKind {
    /** Anything: a number of the source's own, a word of a table, a text. */
    ANYTHING(""),

    /** A day, a time may follow. */
    DATE("\\d{4}-\\d{1,2}-\\d{1,2}([T ].*)?|\\d{1,2}[./]\\d{1,2}[./]\\d{2,4}([T ].*)?"),

    SEX(""),

    PINFL("\\d{14}"),

    PASSPORT("\\p{Lu}{2} ?\\d{7}"),

    /** A number that was measured. */
    NUMBER("[<>]?=?[+-]?\\d+([.,]\\d+)?"),

    /** What a laboratory found: a number, or words. */
    RESULT(""),

    /** A limit of what is normal, or two of them. */
    LIMIT(""),

    /** Words that name somebody or something, as a family name or a drug. */
    WORDS(""),

    /** What decides how the rest of the row is meant, as who gave the numbers; an empty cell has a meaning too. */
    MEANING("");

    private static final Set<String> SEXES = Set.of(
            "m", "f", "male", "female", "м", "ж", "муж", "жен", "муж.", "жен.", "мужской", "женский", "мужчина",
            "женщина", "erkak", "ayol", "эркак", "аёл", "аел");

    /** Texts of digits that may be a date, beside the forms that can be nothing else. */
    private static final Pattern DIGITS =
            Pattern.compile("\\d{4,14}([.,]\\d+)?([+-]\\d{4})?|\\d{4}-\\d{2}.*|\\d{1,4}[-./ ].*");

    private static final Pattern WORD = Pattern.compile("[\\p{L}.]{1,10}|\\d");

    private final Pattern form;

    ColumnKind(String form) {
        this.form = form.isEmpty() ? null : Pattern.compile(form);
    }

    /** Those that a descriptor may name, in lower case. */
    static List<String> names() {
        return Arrays.stream(values())
                .filter(kind -> kind != ANYTHING)
                .map(kind -> kind.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    static Optional<ColumnKind> named(String name) {
        return Arrays.stream(values())
                .filter(kind ->
                        kind != ANYTHING && kind.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst();
    }

    /** Whether its values have a form that those of few other columns have, so that one in a wrong column is noticed. */
    boolean isTelling() {
        return this == DATE || this == SEX || this == PINFL || this == PASSPORT;
    }

    /** Whether a text surely is one of these. */
    boolean is(String text) {
        return this == SEX
                ? SEXES.contains(text.toLowerCase(Locale.ROOT))
                : form != null && form.matcher(text).matches();
    }

    /** Whether a text surely is none of these; what is only written wrongly may be one. */
    boolean isNot(String text) {
        return switch (this) {
            case DATE -> !is(text) && !DIGITS.matcher(text).matches();
            case SEX -> !is(text) && (!WORD.matcher(text).matches() || isSingleOtherLetter(text));
            case PINFL, PASSPORT -> text.chars().noneMatch(Character::isDigit) || DATE.is(text);
            case NUMBER -> text.chars().noneMatch(Character::isDigit) || DATE.is(text) || PASSPORT.is(text);
            default -> false;
        };
    }

    /** Letters that no list of sexes has, HL7's (A, N, O, U) among those that one has. */
    private static boolean isSingleOtherLetter(String text) {
        return text.length() == 1 && Character.isLetter(text.charAt(0)) && "ANOUXanoux".indexOf(text.charAt(0)) < 0;
    }
}
