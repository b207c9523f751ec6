package org.dhpbridge.delivery;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

/** Tests of one class that deliver mapped messages to the same sandboxes, each about records of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class OfMappedMessages {

    final MappedDeliveries deliveries = new MappedDeliveries();
    private int number;

    /** A number that no other test of the class uses, as {@code EV7}. */
    String unique(String prefix) {
        return prefix + ++number;
    }

    @AfterAll
    void close() {
        deliveries.close();
    }
}
