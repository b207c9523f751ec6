package org.dhpbridge.delivery;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.dhpbridge.delivery.json.Json;
import org.dhpbridge.delivery.wire.FhirAnswer;

/** What one delivery wrote to the platform, word for word, and what the platform answered; not what it looked up before. */
public final class Conversation {

    private static final int LONGEST_BODY = 1_000_000;

    /** @param about the records that are written, as {@code Patient/<local id>}, in the order of the body */
    private record Turn(String method, String url, String ifMatch, List<String> about, String body) {}

    private final List<Turn> turns = new ArrayList<>();
    private final List<FhirAnswer> answers = new ArrayList<>();

    /** Nothing was said yet. */
    public Conversation() {}

    /** To be called before it is sent: an answer may get lost. */
    void create(BatchEntry entry, String body) {
        turns.add(new Turn("POST", entry.type(), null, List.of(entry.localReference()), body));
    }

    void update(PlanStep step, String body) {
        turns.add(new Turn(
                "PUT",
                step.reference(),
                "W/\"" + step.version() + "\"",
                List.of(step.entry().localReference()),
                body));
    }

    void transaction(List<PlanStep> steps, String body) {
        turns.add(new Turn(
                "POST",
                "",
                null,
                steps.stream().map(step -> step.entry().localReference()).toList(),
                body));
    }

    /** The answer to what was said last. */
    FhirAnswer answered(FhirAnswer answer) {
        while (answers.size() < turns.size() - 1) {
            answers.add(null);
        }
        answers.add(answer);
        return answer;
    }

    /**
     * A JSON array with an object a request: {@code method}, {@code url} below the base, {@code ifMatch}, {@code about}, {@code
     * sent}, {@code status}, {@code answered}. What is longer than a million characters is left out; without {@code status}
     * no answer came, or none that is one. Null when nothing was sent.
     */
    public String json() {
        if (turns.isEmpty()) {
            return null;
        }
        StringWriter text = new StringWriter(1 << 14);
        try (JsonGenerator json = Json.generator(text)) {
            json.writeStartArray();
            for (int i = 0; i < turns.size(); i++) {
                write(turns.get(i), i < answers.size() ? answers.get(i) : null, json);
            }
            json.writeEndArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void write(Turn turn, FhirAnswer answer, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("method", turn.method());
        json.writeStringField("url", turn.url());
        if (turn.ifMatch() != null) {
            json.writeStringField("ifMatch", turn.ifMatch());
        }
        json.writeArrayFieldStart("about");
        for (String record : turn.about()) {
            json.writeString(record);
        }
        json.writeEndArray();
        body("sent", turn.body(), json);
        if (answer != null) {
            json.writeNumberField("status", answer.status());
            ObjectNode body = answer.json();
            if (body != null) {
                body("answered", Json.write(body), json);
            }
        }
        json.writeEndObject();
    }

    private static void body(String name, String body, JsonGenerator json) throws IOException {
        if (body.length() <= LONGEST_BODY) {
            json.writeFieldName(name);
            json.writeRawValue(body);
        }
    }
}
