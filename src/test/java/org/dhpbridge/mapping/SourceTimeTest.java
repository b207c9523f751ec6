package org.dhpbridge.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.OffsetDateTime;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceTimeTest {

    @ParameterizedTest
    @CsvSource({
        "1985, 1985",
        "198503, 1985-03",
        "19850315, 1985-03-15",
        "20250301140510, 2025-03-01T14:05:10+05:00",
        "202503011405, 2025-03-01T14:05:00+05:00",
        "2025030114, 2025-03-01T14:00:00+05:00",
        "20250301140510.1234+0300, 2025-03-01T14:05:10.1234+03:00",
        "202503011405-0500, 2025-03-01T14:05:00-05:00",
        "2025-03, 2025-03",
        "2025-03-01, 2025-03-01",
        "2025-03-01 14:05, 2025-03-01T14:05:00+05:00",
        "2025-03-01T14:05:10Z, 2025-03-01T14:05:10Z",
        "2025-03-01T14:05:10.50+05:00, 2025-03-01T14:05:10.50+05:00",
        "01.03.2025, 2025-03-01",
        "1.3.2025, 2025-03-01",
        "01.03.2025 14:05:10, 2025-03-01T14:05:10+05:00",
        "29.02.2024, 2024-02-29",
        "' 20250301 ', 2025-03-01",
        "19300000, 1930",
        "193000, 1930",
        "19300500, 1930-05",
        "19300000000000, 1930",
        "1930-00-00, 1930",
        "1930-05-00, 1930-05",
        "00.05.1930, 1930-05",
        "00.00.1930, 1930",
        "20250301140510+05, 2025-03-01T14:05:10+05:00",
        "2025-03-01 14:05 -03, 2025-03-01T14:05:00-03:00"
    })
    void keepsThePrecisionOfTheSourceAndAppliesTheZone(String written, String fhir) {
        assertThat(SourceTime.read(written, SiteSettings.TASHKENT)).get().returns(fhir, SourceTime::dateTime);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1985-13-40",
                "19851340",
                "31.02.1990",
                "29.02.2023",
                "20250301256000",
                "2025-03-01 24:00",
                "198",
                "0",
                "03/01/2025",
                "01-03-2025",
                "1 March 2025",
                "20250301+9900",
                "19300015",
                "830214",
                "260301101500",
                "17991231",
                "22001231",
                "22.07.91",
                "00000000",
                "0001-01-01",
                "２０２５０３０１"
            })
    void refusesWhatCannotBeReadOrDoesNotExist(String written) {
        assertThat(SourceTime.read(written, SiteSettings.TASHKENT)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"2005, 2005-01-01T00:00+05:00", "20250301140510.25, 2025-03-01T14:05:10.25+05:00"})
    void knowsTheMoment(String written, String moment) {
        assertThat(SourceTime.read(written, SiteSettings.TASHKENT).orElseThrow().moment())
                .isEqualTo(OffsetDateTime.parse(moment));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000",
                "00000000",
                "000000000000",
                "99999999",
                "9999",
                "99991231",
                "0000-00-00",
                "0000-00-00 00:00:00",
                "00.00.0000",
                "01.01.0001 0:00:00",
                "0001-01-01T00:00:00",
                "00010101"
            })
    void zerosNinesAndTheYearOneAreUnknown(String written) {
        assertThat(SourceTime.saysUnknown(written)).isTrue();
        assertThat(SourceTime.read(written, SiteSettings.TASHKENT)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "000", "99", "000101", "000101120000", "1900", "20260301", "", "unknown", "0000 12"})
    void noOtherTextIs(String written) {
        assertThat(SourceTime.saysUnknown(written)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "1990-07-21T19:00:00Z, 1990-07-22",
        "1990-07-21T00:00:00Z, 1990-07-21",
        "1990-07-21T00:00:00+09:00, 1990-07-21",
        "19900721190000+0000, 1990-07-22",
        "19900721190000, 1990-07-21",
        "19900721, 1990-07-21",
        "2001-01-31T22:00:00+03:00, 2001-02-01"
    })
    void aBirthdayThatIsAMomentIsTheDayAtTheSite(String written, String day) {
        SourceTime time = SourceTime.read(written, SiteSettings.TASHKENT).orElseThrow();
        assertThat(time.dayIn(SiteSettings.TASHKENT).date()).isEqualTo(day);
    }

    @ParameterizedTest
    @CsvSource({
        "20260310085900, 20260310090000, true",
        "20260310090000, 20260310090000, false",
        "20260310, 20260310090000, false",
        "20260309, 20260310090000, true",
        "20260310090000, 20260310, false",
        "202602, 20260310, true",
        "202603, 20260310, false",
        "2025, 2026, true",
        "20260310090000+0500, 20260310060000+0100, true",
        "20260310100000+0500, 20260310060000+0100, false"
    })
    void anEndIsBeforeAStartOnlyWhenItIsOverThen(String end, String start, boolean before) {
        SourceTime one = SourceTime.read(end, SiteSettings.TASHKENT).orElseThrow();
        SourceTime other = SourceTime.read(start, SiteSettings.TASHKENT).orElseThrow();
        assertThat(one.isBefore(other)).isEqualTo(before);
    }

    @Property
    void readsAnyTextWithoutFailing(@ForAll @StringLength(max = 40) String anything) {
        SourceTime.read(anything, SiteSettings.TASHKENT)
                .ifPresent(time -> assertThat(time.dateTime()).isNotBlank());
    }
}
