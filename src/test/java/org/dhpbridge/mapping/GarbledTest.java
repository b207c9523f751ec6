package org.dhpbridge.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GarbledTest {

    private static final String NAMES =
            "Каримов Азиз|Нодира Алиева|Сергей Рыжов|Рустам Сафаров|Ўткир Ғуломов|Қодиров Шерзод Бахтиёр ўғли|Ёрқин";

    @ParameterizedTest
    @ValueSource(strings = {"windows-1251", "windows-1252"})
    void utf8ThatWasReadAsAnotherSetIsSeen(String charset) {
        for (String name : NAMES.split("\\|")) {
            String garbled = new String(name.getBytes(StandardCharsets.UTF_8), Charset.forName(charset));
            assertThat(Garbled.is(garbled)).as(garbled).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"???????", "Karimov ????", "Кари\ufffdов"})
    void lettersThatAreLostAreSeen(String text) {
        assertThat(Garbled.is(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Toʻrayev Jasur Olim oʻgʻli",
                "Toʼxtayeva Gulnora",
                "To‘rayev G‘ayrat",
                "O'Brien",
                "Müller Ångström Žižek",
                "Ñuñez",
                "Ann?"
            })
    void namesAreNot(String text) {
        assertThat(Garbled.is(text)).isFalse();
        for (String name : NAMES.split("\\|")) {
            assertThat(Garbled.is(name)).as(name).isFalse();
        }
    }
}
