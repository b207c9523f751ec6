package org.dhpbridge.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NationalIdsTest {

    @Test
    void readsAPinflWithBlanksInIt() {
        assertThat(NationalIds.pinfl("3 010190 000 0011")).contains("30101900000011");
    }

    @ParameterizedTest
    @ValueSource(strings = {"3010190000001", "301019000000111", "3.01019E+13", "3010190000001X", ""})
    void refusesAsPinflWhatHasNotFourteenDigits(String text) {
        assertThat(NationalIds.pinfl(text)).isEmpty();
    }

    @Test
    void acceptsTheCheckDigitOfWeights731() {
        assertThat(NationalIds.wellFormed("30101900000011")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"30101900000012", "90101900000019", "33201900000011", "30113900000011"})
    void noticesAWrongCheckDigitCenturyDayOrMonth(String pinfl) {
        assertThat(NationalIds.wellFormed(pinfl)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "30101900000011, 1990-01-01",
        "42902000000015, 2000-02-29",
        "52902000000015, 2000-02-29",
        "13112990000001, 1899-12-31"
    })
    void knowsTheBirthDateInside(String pinfl, String date) {
        // 4 is a woman of the 20th century, so there is no 29.02.1900
        assertThat(NationalIds.birthDate(pinfl).map(Object::toString).orElse("none"))
                .isEqualTo(pinfl.startsWith("4") ? "none" : date);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "11111111111111",
                "99999999999999",
                "00000000000000",
                "12345678901234",
                "33002900000011",
                "11111111111112",
                "50101990000011",
                "3 333333 333 3333"
            })
    void nobodyHasAPinflOfOneDigitOrOfADayThatIsNone(String pinfl) {
        assertThat(NationalIds.isNobodysPinfl(pinfl, java.time.LocalDate.of(2026, 3, 1)))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"30101900000011", "30101900000012", "60103260000017", "AA1234567", "7041", ""})
    void aPinflOfADayMayBeSomebodysWhateverItsCheckDigit(String text) {
        assertThat(NationalIds.isNobodysPinfl(text, java.time.LocalDate.of(2026, 3, 1)))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"AA0000000, true", "аа 0000000, true", "77777777777777, true", "AA0000001, false", "7777777, false"})
    void aNumberThatWasOnlyTypedInIsAFiller(String text, boolean filler) {
        assertThat(NationalIds.isFiller(text)).isEqualTo(filler);
    }

    @ParameterizedTest
    @CsvSource({"AA1234567, AA1234567", "aa 1234567, AA1234567", "АВ №1234567, AB1234567", "ас1234567, AC1234567"})
    void makesOneSpellingOfAPassport(String written, String number) {
        assertThat(NationalIds.passport(written)).contains(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"A1234567", "AA123456", "ЖЖ1234567", "1234567AA", "AA1234567X"})
    void refusesAsPassportWhatIsOfAnotherForm(String written) {
        assertThat(NationalIds.passport(written)).isEmpty();
    }
}
