package org.dhpbridge.mapping.trace;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/** Tells which row of which code table a call of a function looked up. */
@FunctionalInterface
public interface Tables {

    /**
     * @param function name of the function called, as {@code translate}
     * @param arguments of the call
     * @return empty for functions that look nothing up, and when no row was found
     */
    Optional<TableRow> row(String function, List<JsonNode> arguments);
}
