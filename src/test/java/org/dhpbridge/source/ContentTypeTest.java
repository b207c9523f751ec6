package org.dhpbridge.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentTypeTest {

    @ParameterizedTest
    @CsvSource({
        "application/hl7-v2; charset=win1251, windows-1251",
        "application/hl7-v2; charset=8859/5; batch=open, ISO-8859-5",
        "application/hl7-v2;CHARSET=\"UNICODE UTF-8\", UTF-8"
    })
    void aCharacterSetIsKnownByWhateverNameASettingHas(String text, String name) {
        assertThat(ContentType.parse(text).knownCharset()).contains(Charset.forName(name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "application/json", "application/hl7-v2; charset=", "x; charset=klingon", "x; charset=("})
    void noneOrAnUnknownOneIsNone(String text) {
        assertThat(ContentType.parse(text).knownCharset()).isEmpty();
    }

    @Test
    void nothingHasNoType() {
        assertThat(ContentType.parse(null).mediaType()).isEmpty();
    }
}
