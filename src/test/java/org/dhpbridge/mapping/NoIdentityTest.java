package org.dhpbridge.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoIdentityTest {

    @ParameterizedTest
    @ValueSource(strings = {"ANONYMOUS", "Аноним", "TEST", "-1", "9999999", "xxxx", "ХХХ"})
    void whatIsTypedInThePlaceOfAPersonsNumberIsNobody(String text) {
        assertThat(NoIdentity.isNobody(text)).isTrue();
        assertThat(NoIdentity.isNobody("1" + text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"999999", "99999", "1999999", "9999998", "X", "TEST-1"})
    void whatACounterMayReachIsSomebody(String text) {
        assertThat(NoIdentity.isNobody(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\"\"",
                "NULL",
                "null",
                "(null)",
                "nil",
                "N/A",
                "#N/A",
                "-",
                "--",
                "—",
                "0",
                "000000",
                "0-0",
                "0.0",
                "?",
                "...",
                "н/д",
                "Нет",
                "йўқ",
                "yo'q",
                "Yo`q",
                "yo’q",
                "Noma‘lum",
                "ma'lumot yo'q",
                "#Н/Д",
                "#ЗНАЧ!",
                "#ССЫЛКА!",
                "########",
                "Нет данных",
                "Б/Н",
                "=\"00123\"",
                "=A2",
                "'00123",
                "1,23E+13",
                "1.23E+13",
                "3E+13",
                "4.2207900020024e+13"
            })
    void whatStandsForNothingIdentifiesNobody(String text) {
        assertThat(NoIdentity.is(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "7",
                "0123",
                "00123",
                "A-1",
                "K-0",
                "12E4",
                "1E5",
                "31503850010015",
                "AB1234567",
                "Нилуфар-7",
                "NA-12",
                "№7"
            })
    void aNumberOfAnyFormDoes(String text) {
        assertThat(NoIdentity.is(text)).isFalse();
    }

    @Property
    void noNumberThatIsNotZeroIsLost(@ForAll @LongRange(min = 1, max = 99_999_999_999_999L) long number) {
        assertThat(NoIdentity.is(String.valueOf(number))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "7.0",
                "7.",
                "7,0",
                "7,",
                "1234567.00",
                "31503850010015.0",
                "1 234 567,00",
                "1\u00a0234\u00a0567.0",
                "1,234,567",
                "1,234",
                "1,234,567.00"
            })
    void whatIsWrittenAsAnAmountIsNoNumberThatARegistryGives(String text) {
        assertThat(NoIdentity.isReckoned(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "7",
                "70",
                "12.5",
                "7.01",
                "1.2.3.0",
                "A7.0",
                "7.0A",
                "112-233-445 95",
                "1 234 567",
                "12/26.0",
                ".",
                "2026,14",
                ".0"
            })
    void whatHasSignsOfItsOwnIsNoAmount(String text) {
        assertThat(NoIdentity.isReckoned(text)).isFalse();
    }
}
