package org.dhpbridge.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class DifferenceTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static List<String> between(String was, String now) throws Exception {
        return Difference.between("Patient", JSON.readTree(was), JSON.readTree(now)).stream()
                .map(one -> one.path() + " " + text(one.was()) + " " + text(one.now()))
                .toList();
    }

    private static String text(JsonNode value) {
        return value == null ? "-" : value.toString();
    }

    @Test
    void namesEachElementThatComesGoesOrChanges() throws Exception {
        assertThat(between("{\"a\":1,\"b\":{\"c\":\"x\",\"d\":2.0}}", "{\"b\":{\"c\":\"y\",\"d\":2.00},\"e\":true}"))
                .containsExactly("Patient.a 1 -", "Patient.b.c \"x\" \"y\"", "Patient.e - true");
    }

    @Test
    void whatOnlyMovedInAListIsNoDifference() throws Exception {
        assertThat(between("{\"l\":[1,2,2,3]}", "{\"l\":[3,2,1,2]}")).isEmpty();
        assertThat(between("{\"l\":[1,2]}", "{\"l\":[2,2,1]}")).containsExactly("Patient.l[1] - 2");
        assertThat(between("{\"l\":[{\"v\":1},{\"v\":2}]}", "{\"l\":[{\"v\":2},{\"v\":3}]}"))
                .containsExactly("Patient.l[1].v 1 3");
        assertThat(between("{\"l\":[1,2]}", "{\"l\":[2]}")).containsExactly("Patient.l[0] 1 -");
    }
}
