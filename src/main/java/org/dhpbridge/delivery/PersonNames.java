package org.dhpbridge.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;
import org.dhpbridge.delivery.json.Json;

/**
 * Whether two people have one name, as far as names tell: in Latin or Cyrillic letters, the family name first or last, with an
 * initial, with a typing error. Of the vowels counts whether they are dark or bright, as Uzbek and Russian write them otherwise
 * (Qodirov, Кадыров). Pure.
 */
final class PersonNames {

    /** How alike two names are. */
    enum Resemblance {
        /** The same, or nothing to compare. */
        SAME,
        /** Something of it: the family name of a marriage, an initial, a short form, a typing error. */
        PARTLY,
        /** Neither the family name nor the given one. */
        OTHER
    }

    /** A name that hides a person, or stands in until the right one is known (FHIR, name-use). */
    private static final Set<String> STAND_INS = Set.of("anonymous", "temp");

    private static final Map<String, String> LATIN = Map.ofEntries(
            Map.entry("а", "a"),
            Map.entry("б", "b"),
            Map.entry("в", "v"),
            Map.entry("г", "g"),
            Map.entry("д", "d"),
            Map.entry("е", "e"),
            Map.entry("ё", "o"),
            Map.entry("ж", "j"),
            Map.entry("з", "z"),
            Map.entry("и", "i"),
            Map.entry("й", "i"),
            Map.entry("к", "k"),
            Map.entry("л", "l"),
            Map.entry("м", "m"),
            Map.entry("н", "n"),
            Map.entry("о", "o"),
            Map.entry("п", "p"),
            Map.entry("р", "r"),
            Map.entry("с", "s"),
            Map.entry("т", "t"),
            Map.entry("у", "u"),
            Map.entry("ў", "u"),
            Map.entry("ф", "f"),
            Map.entry("х", "h"),
            Map.entry("ц", "s"),
            Map.entry("ч", "ch"),
            Map.entry("ш", "sh"),
            Map.entry("щ", "sh"),
            Map.entry("ъ", ""),
            Map.entry("ы", "i"),
            Map.entry("ь", ""),
            Map.entry("э", "e"),
            Map.entry("ю", "u"),
            Map.entry("я", "a"),
            Map.entry("қ", "k"),
            Map.entry("ғ", "g"),
            Map.entry("ҳ", "h"),
            Map.entry("ı", "i"));

    /** What is written in several ways, and one way for it; the first ones first. */
    private static final List<Map.Entry<Pattern, String>> SPELLINGS = List.of(
            spelling("q", "k"),
            spelling("shch|sch|sh", "S"),
            spelling("dzh|zh|dj", "j"),
            spelling("ch", "C"),
            spelling("kh|x|ks", "h"),
            spelling("gh", "g"),
            spelling("ph", "f"),
            spelling("t[sz]", "s"),
            spelling("ck|c", "k"),
            spelling("w", "v"),
            spelling("y(?=[aeou])", ""),
            spelling("[aou]", "a"),
            spelling("[eiy]", "i"),
            spelling("(.)\\1+", "$1"));

    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{M}'`ʻʼ‘’]+");
    private static final Pattern NO_LETTERS = Pattern.compile("[\\P{L}\\p{Lm}]+");
    private static final Pattern VOWELS = Pattern.compile("[ai]+");
    private static final Pattern READABLE = Pattern.compile("[a-zSC]*");
    private static final int SHORT_FORM = 3;
    private static final int LONG_WORD = 8;

    private static final Set<String> NO_NAMES =
            words("unknown anonymous noma'lum неизвестный неизвестная неизвестно аноним");

    /** Son and daughter, behind a father's name. */
    private static final Set<String> CHILD_OF = words("o'g'li ugli o'g'lu qizi кызы");

    private PersonNames() {}

    private static Map.Entry<Pattern, String> spelling(String ways, String one) {
        return Map.entry(Pattern.compile(ways), one);
    }

    /** Of the names that each has those that are most alike. */
    static Resemblance compare(JsonNode one, JsonNode other) {
        if (one.path("name").equals(other.path("name"))) {
            return Resemblance.SAME;
        }
        List<WholeName> names = names(one);
        List<WholeName> others = names(other);
        return names.stream()
                .flatMap(name -> others.stream().map(name::compare))
                .min(Resemblance::compareTo)
                .orElse(Resemblance.SAME);
    }

    /** A family name and a first given one. */
    private record WholeName(Set<String> familyName, Set<String> givenName) {

        Resemblance compare(WholeName other) {
            Set<String> all = all();
            Set<String> others = other.all();
            boolean within = all.size() > 1 && others.containsAll(all) || others.size() > 1 && all.containsAll(others);
            if (within || all.equals(others)) {
                return Resemblance.SAME;
            }
            boolean partly = anyPair(all, others, PersonNames::areAlike)
                    || anyPair(givenName, other.givenName, PersonNames::isInitialOf)
                    || anyPair(other.givenName, givenName, PersonNames::isInitialOf);
            return partly ? Resemblance.PARTLY : Resemblance.OTHER;
        }

        private Set<String> all() {
            Set<String> all = new HashSet<>(familyName);
            all.addAll(givenName);
            return all;
        }

        private static boolean anyPair(Set<String> some, Set<String> others, BiPredicate<String, String> test) {
            return some.stream().anyMatch(one -> others.stream().anyMatch(other -> test.test(one, other)));
        }
    }

    /** Those that have both parts. */
    private static List<WholeName> names(JsonNode person) {
        List<WholeName> names = new ArrayList<>();
        for (JsonNode one : person.path("name")) {
            WholeName name = new WholeName(
                    words(one.path("family").asText()),
                    words(one.path("given").path(0).asText()));
            boolean standsIn = STAND_INS.contains(String.valueOf(Json.text(one, "use")))
                    || !Collections.disjoint(name.all(), NO_NAMES);
            name.givenName().removeAll(CHILD_OF);
            if (!name.familyName().isEmpty() && !name.givenName().isEmpty() && !standsIn) {
                names.add(name);
            }
        }
        return names;
    }

    private static Set<String> words(String text) {
        Set<String> words = new LinkedHashSet<>();
        for (String word : BETWEEN_WORDS.split(text)) {
            String folded = folded(word);
            if (!folded.isEmpty()) {
                words.add(folded);
            }
        }
        return words;
    }

    private static String folded(String word) {
        StringBuilder latin = new StringBuilder();
        for (char letter : Normalizer.normalize(word.toLowerCase(Locale.ROOT), Normalizer.Form.NFC)
                .toCharArray()) {
            latin.append(LATIN.getOrDefault(String.valueOf(letter), String.valueOf(letter)));
        }
        String bare = Normalizer.normalize(latin, Normalizer.Form.NFD);
        String folded = NO_LETTERS.matcher(bare).replaceAll("");
        for (Map.Entry<Pattern, String> spelling : SPELLINGS) {
            folded = spelling.getKey().matcher(folded).replaceAll(spelling.getValue());
        }
        return folded;
    }

    /** Whether two words may be one name: what is in other letters than these can be any. */
    private static boolean areAlike(String one, String other) {
        String shorter = one.length() < other.length() ? one : other;
        String longer = one.length() < other.length() ? other : one;
        if (!READABLE.matcher(one + other).matches()) {
            return true;
        }
        if (shorter.length() == 1) {
            return shorter.equals(longer);
        }
        boolean isShortForm =
                shorter.length() >= SHORT_FORM && (longer.startsWith(shorter) || longer.endsWith(shorter));
        String consonants = VOWELS.matcher(shorter).replaceAll("");
        return isShortForm
                || consonants.length() > 1
                        && consonants.equals(VOWELS.matcher(longer).replaceAll(""))
                || typingErrors(shorter, longer) <= (longer.length() < LONG_WORD ? 1 : 2);
    }

    private static boolean isInitialOf(String initial, String word) {
        return initial.length() == 1 && word.startsWith(initial);
    }

    /** Letters that are missing, too many, other ones, or in the place of the next. */
    private static int typingErrors(String one, String other) {
        int[][] errors = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                if (i == 0 || j == 0) {
                    errors[i][j] = i + j;
                    continue;
                }
                boolean same = one.charAt(i - 1) == other.charAt(j - 1);
                errors[i][j] = Math.min(
                        errors[i - 1][j - 1] + (same ? 0 : 1), 1 + Math.min(errors[i - 1][j], errors[i][j - 1]));
                if (i > 1
                        && j > 1
                        && one.charAt(i - 1) == other.charAt(j - 2)
                        && one.charAt(i - 2) == other.charAt(j - 1)) {
                    errors[i][j] = Math.min(errors[i][j], errors[i - 2][j - 2] + 1);
                }
            }
        }
        return errors[one.length()][other.length()];
    }
}
