package org.dhpbridge.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.dhpbridge.delivery.PersonNames.Resemblance;
import org.dhpbridge.delivery.json.JsonText;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How alike names are, each as family name, {@code /}, given name; {@code +} joins the names of one person. */
class PersonNamesTest {

    @ParameterizedTest(name = "{0}, {1}: {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    Petrov/Ivan            | PETROV/Ivan             | SAME
                    Karimov/Anvar          | Каримов/Анвар           | SAME
                    Qodirov/O'ktam         | Кадыров/Уктам           | SAME
                    Қодиров/Ўктам          | Кадыров/Уктам           | SAME
                    Yoʻldosheva/Gʻuncha    | Юлдашева/Гунча          | SAME
                    Jo'rayev/Shuhrat       | Джураев/Шухрат          | SAME
                    Xudoyberdiyev/Maqsud   | Худайбердиев/Максуд     | SAME
                    Khasanov/Alexandr      | Хасанов/Александр       | SAME
                    Tsoy/Yelena            | Цой/Елена               | SAME
                    Isʼhoqov/Sayyora       | Исҳоқов/Сайёра          | SAME
                    Karimov/Anvar          | Anvar/Karimov           | SAME
                    Karimov/Anvar          | Karimov/Anvar Akmal o'g'li | SAME
                    Petrova/Anna+Karimova/Anna | Karimova/Anna       | SAME
                    Petrova/Anna           | Karimova/Anna           | PARTLY
                    Karimov/Anvar          | Karimov/Botir           | PARTLY
                    Karimov/Anvar          | Karimov/A.              | PARTLY
                    Ўктамов/О              | Salimov/O'ktam          | PARTLY
                    Karimov/Anvar          | Karomov/Anwra           | PARTLY
                    Petrov/Ivan            | Perrov/Ivna             | PARTLY
                    Abdullayev/Aziz        | Ergashev/Abdulaziz      | PARTLY
                    Petrov/Ivan            | 김/철수                  | PARTLY
                    Petrov/Ivan            | Aliyev/Anvar            | OTHER
                    Петров/Иван            | Aliyev/Anvar            | OTHER
                    Karimov/Anvar          | Salimov/Botir           | OTHER
                    Karimov/Anvar Akmal o'g'li | Salimov/Botir Vali o'g'li | OTHER
                    Petrov/I.              | Aliyev/B.               | OTHER
                    Petrova/Anna+Karimova/Anna | Aliyev/Botir        | OTHER
                    Noma'lum/Noma'lum      | Aliyev/Anvar            | SAME
                    Неизвестный/Мужчина    | Aliyev/Anvar            | SAME
                    Petrov/                | Aliyev/Anvar            | SAME
                    """)
    void compare(String one, String other, Resemblance expected) {
        assertThat(PersonNames.compare(person(one), person(other))).isEqualTo(expected);
        assertThat(PersonNames.compare(person(other), person(one))).isEqualTo(expected);
    }

    private static ObjectNode person(String names) {
        ObjectNode person = JsonText.object("{\"resourceType\": \"Patient\"}");
        for (String name : names.split("\\+")) {
            String[] parts = name.split("/", 2);
            ObjectNode one = person.withArrayProperty("name").addObject().put("family", parts[0]);
            if (!parts[1].isEmpty()) {
                one.putArray("given").add(parts[1]);
            }
        }
        return person;
    }
}
