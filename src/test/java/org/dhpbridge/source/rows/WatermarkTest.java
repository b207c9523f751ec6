package org.dhpbridge.source.rows;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WatermarkTest {

    @ParameterizedTest
    @CsvSource({
        "17, java.lang.Long",
        "1767225600123456789, java.lang.Long",
        "9223372036854775807, java.lang.Long",
        "-9223372036854775808, java.lang.Long",
        "9223372036854775808, java.math.BigDecimal",
        "20260301120000123456, java.math.BigDecimal",
        "20260301120000123456.5, java.math.BigDecimal",
        "1.5, java.math.BigDecimal"
    })
    void aNumberOfAnyLengthIsReadAsItWasWritten(BigDecimal number, Class<?> type) {
        Watermark mark = new Watermark(number);

        assertThat(Watermark.parse(mark.toString())).isEqualTo(mark);
        assertThat(mark.parameter()).isInstanceOf(type).hasToString(number.toString());
    }
}
