package org.dhpbridge.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.dhpbridge.profile.Packs;
import org.dhpbridge.profile.ProfilePack;
import org.dhpbridge.profile.TypeRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The scanner against FHIR's own expressions, on texts built of what dates are made of, whole and broken. */
class DatesTest {

    private static final int TEXTS = 300_000;
    private static final List<String> PARTS = List.of(
            "0000",
            "0001",
            "1900",
            "2000",
            "2023",
            "2024",
            "9999",
            "199",
            "-",
            "-0",
            "-00",
            "-01",
            "-02",
            "-04",
            "-12",
            "-13",
            "-28",
            "-29",
            "-30",
            "-31",
            "-32",
            "T",
            "T00",
            "T23",
            "T24",
            ":00",
            ":07",
            ":59",
            ":60",
            ":61",
            ".",
            ".1",
            ".123456789",
            ".1234567890",
            "Z",
            "z",
            "+",
            "+00",
            "+05",
            "+13",
            "+14",
            "+15",
            "+05:00",
            "-05:00",
            "+14:00",
            "-14:01",
            "+13:59",
            " ",
            "\n",
            "٣",
            "a");
    private static final List<String> WHOLE = List.of(
            "2024",
            "2024-02",
            "2024-02-29",
            "2023-02-29",
            "2024-02-29T10:20:30",
            "2024-02-29T10:20:30.5Z",
            "2024-04-31T10:20:30+05:00",
            "2024-12-31T23:59:60.123456789-12:30");

    private final Random random = new Random(4);

    @ParameterizedTest
    @CsvSource({"date", "dateTime", "instant"})
    void theScannerSaysWhatTheExpressionOfFhirSays(String type) {
        Pattern expression = expression(type);
        Predicate<String> scanner =
                switch (type) {
                    case "date" -> Dates::isDate;
                    case "dateTime" -> Dates::isDateTime;
                    default -> Dates::isInstant;
                };
        int valid = 0;
        List<String> different = new ArrayList<>();
        for (int i = 0; i < TEXTS; i++) {
            String text = i % 2 == 0 ? composed() : spoilt(WHOLE.get(random.nextInt(WHOLE.size())));
            boolean expected = expression.matcher(text).matches() && isDayOfMonth(text);
            valid += expected ? 1 : 0;
            if (scanner.test(text) != expected) {
                different.add(text);
            }
        }
        assertThat(different).isEmpty();
        assertThat(valid).isGreaterThan(TEXTS / 100);
    }

    @ParameterizedTest
    @CsvSource({
        "2024-02-29T10:20:30, false",
        "2024-02-29T10:20:30-, false",
        "2024-02-29T10:20:30Z, true",
        "2024-02-29T10:20:30.5-03:00, true",
        "2024-02-29, true"
    })
    void aTimeHasAZone(String dateTime, boolean expected) {
        assertThat(Dates.isTimeWithZone(dateTime)).isEqualTo(expected);
    }

    @Test
    void februaryHasADayMoreInLeapYearsOnly() {
        assertThat(Dates.isDate("2024-02-29")).isTrue();
        assertThat(Dates.isDate("1900-02-29")).isFalse();
        assertThat(Dates.isInstant("2023-02-29T10:00:00Z")).isFalse();
    }

    private static Pattern expression(String type) {
        ProfilePack pack = Packs.usual();
        return pack.baseProfile("Extension").orElseThrow().shape().element("value").types().stream()
                .filter(one -> one.code().equals(type))
                .map(TypeRule::shape)
                .findFirst()
                .orElseThrow()
                .regex();
    }

    private String composed() {
        StringBuilder text = new StringBuilder();
        int parts = 1 + random.nextInt(7);
        for (int i = 0; i < parts; i++) {
            text.append(PARTS.get(random.nextInt(PARTS.size())));
        }
        return text.toString();
    }

    private String spoilt(String whole) {
        StringBuilder text = new StringBuilder(whole);
        String other = "0123456789-:.TZ+ ";
        for (int i = random.nextInt(3); i > 0 && text.length() > 0; i--) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(4)) {
                case 0 -> text.deleteCharAt(at);
                case 1 -> text.insert(at, other.charAt(random.nextInt(other.length())));
                case 2 -> text.setLength(at);
                default -> text.setCharAt(at, other.charAt(random.nextInt(other.length())));
            }
        }
        return text.toString();
    }

    private static boolean isDayOfMonth(String text) {
        if (text.length() < "yyyy-MM-dd".length()) {
            return true;
        }
        try {
            LocalDate.of(
                    Integer.parseInt(text.substring(0, 4)),
                    Integer.parseInt(text.substring(5, 7)),
                    Integer.parseInt(text.substring(8, 10)));
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }
}
