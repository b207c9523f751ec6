package org.dhpbridge.mapping.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** A mapping that is ready to be evaluated. Immutable; safe for many threads where its functions are. */
public final class Program {

    private final List<Let[]> globals;
    private final JsltNode output;
    private final int globalValues;

    Program(List<Let[]> globals, JsltNode output, int globalValues) {
        this.globals = List.copyOf(globals);
        this.output = output;
        this.globalValues = globalValues;
    }

    /**
     * @param input not changed; parts of it are in the output
     * @return never null; JSON null when the mapping makes nothing
     * @throws com.schibsted.spt.data.jslt.JsltException when the mapping meets a value of a kind that it does not expect
     */
    public JsonNode apply(JsonNode input) {
        Frames frames = new Frames(globalValues);
        for (Let[] lets : globals) {
            Let.all(lets, frames, input);
        }
        return output.apply(frames, input);
    }
}
