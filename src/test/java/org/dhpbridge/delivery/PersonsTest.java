package org.dhpbridge.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which Patients are surely two people. A patient is written as national number, name, birth date, sex; {@code -} is not said. */
class PersonsTest {

    @ParameterizedTest(name = "{0} and {1}: {2}")
    @CsvSource({
        "1 Karimov 1980-01-01 male, 2 Aliyeva 1990-01-01 female, true",
        "1 Karimov 1980-01-01 male, 2 Karimov 1990-01-01 male, true",
        "1 Karimov 1980-01-01 male, 2 Karimov 1980-01-01 male, false",
        "1 Karimov 1980-01-01 male, - Aliyeva 1990-01-01 female, true",
        "- Karimov 1980-01-01 male, - Aliyeva 1990-01-01 female, true",
        "- Karimov 1980-01-01 male, - Aliyeva 1980-01-01 female, false",
        "- Karimova 1980-01-01 female, - Aliyeva 1990-01-01 female, false",
        "- Karimov 1980-01-01 unknown, - Aliyeva 1990-01-01 female, false",
        "- Karimov - male, - Aliyeva 1990-01-01 female, false",
        "1 Karimov 1980-01-01 male, 1 Aliyeva 1990-01-01 female, false",
    })
    void areTwo(String one, String other, boolean expected) {
        assertThat(Persons.areTwo(patient(one), patient(other))).isEqualTo(expected);
        assertThat(Persons.areTwo(patient(other), patient(one))).isEqualTo(expected);
    }

    private static ObjectNode patient(String text) {
        String[] parts = text.split(" ");
        ObjectNode patient = new ObjectMapper().createObjectNode().put("resourceType", "Patient");
        if (!parts[0].equals("-")) {
            ObjectNode number = patient.putArray("identifier").addObject();
            number.put("system", "pinfl").put("value", parts[0]);
            number.putObject("type").putArray("coding").addObject().put("code", "NI");
        }
        patient.putArray("name")
                .addObject()
                .put("family", parts[1])
                .putArray("given")
                .add("X");
        if (!parts[2].equals("-")) {
            patient.put("birthDate", parts[2]);
        }
        return patient.put("gender", parts[3]);
    }
}
