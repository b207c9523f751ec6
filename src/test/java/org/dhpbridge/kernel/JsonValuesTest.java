package org.dhpbridge.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonValuesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            {"a":{"b":[1.5,2]}} | {"a":{"b":[1.50,2.0]}} | true
            {"a":1}             | {"a":1,"b":2}          | false
            [1,2]               | [2,1]                  | false
            "1"                 | 1                      | false
            """)
    void treesSayTheSameWhateverTheDigitsOfTheirDecimals(String one, String other, boolean same)
            throws JsonProcessingException {
        assertThat(JsonValues.same(tree(one), tree(other))).isEqualTo(same);
        assertThat(JsonValues.same(tree(other), tree(one))).isEqualTo(same);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            {"a":[{"b":1.0}]} | {"a":[{"b":2},{"b":1,"c":3}]} | true
            {"a":[{"b":1}]}   | {"a":[{"b":2}]}               | false
            {"a":[{"b":1}]}   | {"a":{"x":{"b":1}}}           | false
            {"a":1}           | {}                            | false
            {}                | "a"                           | false
            """)
    void aPartIsWithinAWhole(String part, String whole, boolean within) throws JsonProcessingException {
        assertThat(JsonValues.within(tree(part), tree(whole))).isEqualTo(within);
    }

    private static JsonNode tree(String text) throws JsonProcessingException {
        return ExactJson.mapper().readTree(text);
    }
}
