package org.dhpbridge.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Which Patients are surely two people, and which may be. A patient is written as national number, name (a family name, of an X; or
 * family name, {@code /}, given name), birth date, sex; {@code -} is not said.
 */
class PersonsTest {

    @ParameterizedTest(name = "{0} and {1}: {2}")
    @CsvSource({
        "1 Karimov 1980-01-01 male, 2 Aliyeva 1990-01-01 female, two",
        "1 Karimov 1980-01-01 male, 2 Karimov 1990-01-01 male, two",
        "1 Karimov 1980-01-01 male, 2 Karimov 1980-01-01 male, one",
        "1 Karimov 1980-01-01 male, 2 Каримов 1980-01-01 male, one",
        "1 Karimov 1980-01-01 male, - Aliyeva 1990-01-01 female, two",
        "- Karimov 1980-01-01 male, - Aliyeva 1990-01-01 female, two",
        "- Karimov 1980-01-01 male, - Aliyeva 1980-01-01 female, one",
        "- Karimova 1980-01-01 female, - Aliyeva 1990-01-01 female, doubt",
        "- Karimov 1980-01-01 unknown, - Aliyeva 1990-01-01 female, doubt",
        "- Karimov - male, - Aliyeva 1990-01-01 female, one",
        "1 Karimov 1980-01-01 male, 1 Aliyeva 1990-01-01 female, one",
        "- Karimov 1980 male, - Aliyeva 1980-05-12 female, one",
        "- Karimov 1980 male, - Aliyeva 1981-05-12 female, two",
        "- Petrov/Ivan 1990-05-05 male, - Aliyev/Anvar 1961-01-01 male, two",
        "- Petrov/Ivan 1990-05-05 male, - Aliyev/Anvar 1961-01-01 unknown, two",
        "- Petrov/Ivan 1990-05-05 male, - Aliyev/Anvar 1990-05-05 male, doubt",
        "- Petrov/Ivan 1990-05-05 male, - Aliyev/Anvar - male, doubt",
        "1 Petrov/Ivan 1990-05-05 male, 1 Aliyev/Anvar 1961-01-01 male, doubt",
        "1 Petrov/Ivan 1990-05-05 male, 1 Aliyev/Anvar 1990-05-05 male, one",
        "- Karimov/Anvar 1990-05-05 male, - Каримов/Анвар 1961-01-01 male, one",
        "- Karimov/Anvar 1990-05-05 male, - Каримов/Анвар 1961-01-01 female, one",
        "- Karimov/Anvar 1990-05-05 male, - Karimov/Botir 1961-01-01 male, doubt",
        "- Karimov/Anvar 1990-05-05 male, - Karimov/Botir 1990-05-05 male, one",
    })
    void whoeverTheyAre(String one, String other, String expected) {
        assertThat(found(patient(one), patient(other))).isEqualTo(expected);
        assertThat(found(patient(other), patient(one))).isEqualTo(expected);
    }

    private static String found(ObjectNode one, ObjectNode other) {
        if (Persons.areTwo(one, other)) {
            return "two";
        }
        return Persons.mayBeTwo(one, other) ? "doubt" : "one";
    }

    /** A passport that both have is one person's, whatever else was corrected; a hospital's number is not. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"PPN, false", "MR, true"})
    void aNumberOfBoth(String type, boolean expected) {
        ObjectNode one = patient("- Karimov 1980-01-01 male");
        ObjectNode other = patient("- Алиева 1990-01-01 female");
        for (ObjectNode patient : List.of(one, other)) {
            ObjectNode number = patient.putArray("identifier").addObject();
            number.put("system", "s").put("value", "AA1");
            number.putObject("type").putArray("coding").addObject().put("code", type);
        }

        assertThat(Persons.areTwo(one, other)).isEqualTo(expected);
    }

    private static ObjectNode patient(String text) {
        String[] parts = text.split(" ");
        ObjectNode patient = new ObjectMapper().createObjectNode().put("resourceType", "Patient");
        if (!parts[0].equals("-")) {
            ObjectNode number = patient.putArray("identifier").addObject();
            number.put("system", "pinfl").put("value", parts[0]);
            number.putObject("type").putArray("coding").addObject().put("code", "NI");
        }
        String[] name = (parts[1] + "/X").split("/");
        patient.putArray("name")
                .addObject()
                .put("family", name[0])
                .putArray("given")
                .add(name[1]);
        if (!parts[2].equals("-")) {
            patient.put("birthDate", parts[2]);
        }
        return patient.put("gender", parts[3]);
    }
}
