package org.dhpbridge.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.dhpbridge.ledger.Links.Key;
import org.junit.jupiter.api.Test;

/** What others may have too is kept, and nothing is looked for by it. */
class SecondaryIdentifierTest {

    @Test
    void aSecondaryIdentifierIsNoKey() throws IOException {
        ObjectNode request = (ObjectNode)
                new ObjectMapper()
                        .readTree(
                                """
                        {"resourceType": "ServiceRequest", "identifier": [
                          {"system": "urn:order", "value": "L-1/GLU"},
                          {"use": "secondary", "system": "urn:order", "value": "P-1"},
                          {"use": "official", "system": "urn:order", "value": "N-1"}
                        ]}""");
        assertThat(BatchEntry.keysOf(request)).extracting(Key::value).containsExactly("L-1/GLU", "N-1");
    }
}
