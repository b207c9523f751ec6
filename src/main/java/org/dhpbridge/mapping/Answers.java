package org.dhpbridge.mapping;

import java.util.HashSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether texts of one test that are no lines by their type (ST) are answers, each by itself, as "negative" and "positive", or lines
 * of one text. They are lines where they show it: one goes on in the next (it ends with a colon, a comma, a semicolon, or one begins with a
 * capital letter and another does not), each has a heading of its own, one is a sentence, or those that are too long for an answer are
 * more than the others.
 */
final class Answers {

    private static final int MOST_WORDS = 6;
    private static final int LONGEST = 60;
    private static final int LEAST_WORDS_OF_A_SENTENCE = 3;
    private static final String GOES_ON = ":,;";
    private static final Pattern HEADING = Pattern.compile("^([^:]*\\p{L})\\s*:");
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private Answers() {}

    static boolean are(List<String> texts) {
        List<String> said = texts.stream()
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .toList();
        long answers = said.stream().filter(Answers::isShort).count();
        boolean goOn = said.stream().anyMatch(text -> GOES_ON.indexOf(text.charAt(text.length() - 1)) >= 0);
        return said.size() > 1
                && answers * 2 >= said.size()
                && !goOn
                && !beginUnlike(said)
                && !areHeaded(said)
                && !haveSentences(said);
    }

    private static boolean haveSentences(List<String> texts) {
        return texts.stream().anyMatch(text -> text.endsWith(".") && words(text) >= LEAST_WORDS_OF_A_SENTENCE);
    }

    /** What begins with a capital letter goes on in what begins with none. */
    private static boolean beginUnlike(List<String> texts) {
        return texts.stream()
                        .map(text -> Character.isUpperCase(text.codePointAt(0)))
                        .distinct()
                        .count()
                > 1;
    }

    private static int words(String text) {
        return BLANKS.split(text).length;
    }

    private static boolean isShort(String text) {
        return text.length() <= LONGEST && words(text) <= MOST_WORDS;
    }

    private static boolean areHeaded(List<String> texts) {
        List<String> headings = texts.stream()
                .map(HEADING::matcher)
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .toList();
        return headings.size() > 1 && new HashSet<>(headings).size() == headings.size();
    }
}
