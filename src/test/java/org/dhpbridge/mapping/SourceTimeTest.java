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
        "' 20250301 ', 2025-03-01"
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

    @Property
    void readsAnyTextWithoutFailing(@ForAll @StringLength(max = 40) String anything) {
        SourceTime.read(anything, SiteSettings.TASHKENT)
                .ifPresent(time -> assertThat(time.dateTime()).isNotBlank());
    }
}
