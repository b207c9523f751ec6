package org.dhpbridge.playground;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.dhpbridge.anatomy.Anatomy;

/**
 * What became of a trial. Holds personal data when the input does.
 *
 * @param messages those of the input, at most {@value Workbench#MOST_MESSAGES}
 * @param more whether the input holds further ones, which were not tried
 * @param refused why nothing was tried, or not to the end; null when it was
 * @param detail a sentence with file and line; null when there is none
 */
public record Outcome(List<Message> messages, boolean more, Refusal refused, String detail) {

    /** Why there is no result. */
    public enum Refusal {
        /** A trial of somebody else's runs. */
        BUSY,
        /** The trial was stopped because it did not end. */
        TIME,
        /** The trial was stopped because it filled its memory. */
        MEMORY,
        /** Input, mapping or result are too large. */
        SIZE,
        /** The mapping calls itself without end. */
        RECURSION,
        /** A file of the mappings is wrong. */
        MAPPING,
        /** The input is nothing that can be read. */
        INPUT,
        /** The process of the trial could not be started, or failed. */
        PROCESS
    }

    /**
     * @param location in the input
     * @param resources what would be sent, and where it is declared absent
     */
    public record Message(String location, Anatomy anatomy, List<JsonNode> resources) {}

    static Outcome refused(Refusal why, String detail) {
        return new Outcome(List.of(), false, why, detail);
    }

    /** Without its content, which may be personal data. */
    @Override
    public String toString() {
        return refused == null ? messages.size() + " messages" : "refused: " + refused;
    }
}
