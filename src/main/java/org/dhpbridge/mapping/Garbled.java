package org.dhpbridge.mapping;

import java.util.regex.Pattern;

/**
 * Texts that were read in a wrong character set somewhere on their way: UTF-8 read as windows-1251 ({@code РљР°СЂРёРј}) or
 * windows-1252 ({@code ÐšÐ°Ñ€Ð¸}), and letters that a character set did not have ({@code ???????}).
 */
final class Garbled {

    /** What windows-1251 makes of the bytes of a Cyrillic letter, as far as no Cyrillic word has it behind Р or С. */
    private static final Pattern READ_AS_1251 = Pattern.compile(
            "([РС][\\u00a0-\\u00bb\\u2010-\\u203a\\u20ac\\u2116\\u2122"
                    + "\\u0402\\u0403\\u0453\\u0409\\u040a\\u040b\\u040f\\u0452\\u0459\\u045a\\u045b\\u045f\\u040e\\u045e"
                    + "\\u0408\\u0490\\u0401\\u0404\\u0407\\u0406\\u0456\\u0491\\u0454\\u0458\\u0405\\u0455\\u0457]){2}");

    private static final Pattern READ_AS_1252 = Pattern.compile(
            "([\\u00d0\\u00d1\\u00c3\\u00c2\\u00ca][\\u0080-\\u00bf\\u0152\\u0153\\u0160\\u0161\\u0178\\u017d"
                    + "\\u017e\\u0192\\u02c6\\u02dc\\u2013-\\u203a\\u20ac\\u2122]){2}"
                    + "|\\u00e2\\u20ac[\\u0080-\\u00bf\\u2018-\\u2122]");

    private static final Pattern LETTERS_LOST = Pattern.compile("\\?{3,}|\ufffd");

    private Garbled() {}

    static boolean is(String text) {
        return mayBe(text) && isAnyOf(text);
    }

    /** Whether it has what each of the patterns begins with, and no Russian letter behind Р or С: few texts have. */
    private static boolean mayBe(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean of1251 = (c == 'Р' || c == 'С') && i + 1 < text.length() && !isRussian(text.charAt(i + 1));
            boolean of1252 = c >= '\u00c2' && c <= '\u00e2';
            if (of1251 || of1252 || c == '?' || c == '\ufffd') {
                return true;
            }
        }
        return false;
    }

    private static boolean isRussian(char c) {
        return c >= 'А' && c <= 'я';
    }

    private static boolean isAnyOf(String text) {
        return READ_AS_1251.matcher(text).find()
                || READ_AS_1252.matcher(text).find()
                || LETTERS_LOST.matcher(text).find();
    }
}
