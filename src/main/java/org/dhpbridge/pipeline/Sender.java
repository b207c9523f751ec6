package org.dhpbridge.pipeline;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.stream.Stream;
import org.dhpbridge.absent.AbsentMarker;

/** Which system a message says that it comes from, as the mappings have it. */
final class Sender {

    /** Sending facility, else sending application, of HL7; the hospital of a row. */
    private static final JsonPointer[] PLACES = Stream.of(
                    "/MSH/MSH-4/HD-1", "/MSH/MSH-4/HD-2", "/MSH/MSH-3/HD-1", "/MSH/MSH-3/HD-2", "/rows/0/facility")
            .map(JsonPointer::compile)
            .toArray(JsonPointer[]::new);

    private Sender() {}

    /**
     * @param tree of a reader
     * @return null when it does not say
     */
    static String of(ObjectNode tree) {
        return Stream.of(PLACES)
                .map(place -> tree.at(place).asText("").strip())
                .filter(name -> !name.isEmpty() && AbsentMarker.reasonIn(name).isEmpty())
                .findFirst()
                .orElse(null);
    }
}
