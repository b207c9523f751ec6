package org.dhpbridge.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.POJONode;
import org.junit.jupiter.api.Test;

class InputPlaceTest {

    @Test
    void ofRowsThatWerePutTogetherTheFirstThatSaysSomethingIsNamedAlsoWhenOthersLackTheColumn() throws Exception {
        JsonNode part = MappingFixture.JSON.readTree(
                """
                {"_rows": [{"_row": 1, "order_id": "77101"}, {"_row": 2, "patient_id": "8402"}]}""");

        assertThat(new InputPlace(part, "patient_id")).hasToString("row 2, column patient_id");
    }

    @Test
    void aColumnWhoseNameEndsWithABlankIsNamedWithoutIt() throws Exception {
        JsonNode row = MappingFixture.JSON.readTree(
                """
                {"_row": 4, "allergen": "#N/A", "%s": {"allergen": "ALLERGEN "}}"""
                        .formatted(FeedRows.SOURCE_COLUMNS));
        MappingFunction.Arguments arguments =
                new MappingFunction.Arguments(new JsonNode[] {new POJONode(new InputPlace(row, "allergen"))});

        assertThat(arguments.text(0)).isEqualTo("row 4, column ALLERGEN");
    }
}
