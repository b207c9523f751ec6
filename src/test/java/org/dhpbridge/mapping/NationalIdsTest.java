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
