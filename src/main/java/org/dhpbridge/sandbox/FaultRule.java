package org.dhpbridge.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * One fault as it was asked for.
 *
 * @param values what was said of it; the rest has the kind's defaults
 */
record FaultRule(FaultKind kind, Map<FaultField, Object> values) {

    boolean concerns(Request request) {
        String method = (String) values.get(FaultField.METHOD);
        String path = (String) values.getOrDefault(FaultField.PATH, kind.usualPath());
        String text = (String) values.get(FaultField.BODY_CONTAINS);
        return kind.target().includes(request)
                && (method == null || method.equals(request.method()))
                && FaultField.under(request.path(), path)
                && (text == null || new String(request.body(), StandardCharsets.UTF_8).contains(text));
    }

    /** Whether it strikes entries of a batch, each as a request of its own: it is about reads or searches, or names a path. */
    boolean concernsEntry(Request entry) {
        boolean ofQuestions =
                kind.target() == FaultKind.FaultTarget.SEARCHES || kind.target() == FaultKind.FaultTarget.READS;
        String path = (String) values.getOrDefault(FaultField.PATH, Sandbox.FHIR_PATH);
        boolean answers = kind == FaultKind.ERROR || kind == FaultKind.NOT_GRANTED;
        return (ofQuestions || answers && path.length() > Sandbox.FHIR_PATH.length()) && concerns(entry);
    }

    double probability() {
        return (Double) values.getOrDefault(FaultField.PROBABILITY, 1.0);
    }

    long count() {
        return ((Integer) values.getOrDefault(FaultField.COUNT, Integer.MAX_VALUE)).longValue();
    }

    /** What was said, or the kind's default; null when there is neither. */
    Object value(FaultField field) {
        return values.getOrDefault(field, kind.fields().get(field));
    }

    int number(FaultField field) {
        return (Integer) value(field);
    }

    boolean says(FaultField field, String value) {
        return value.equals(value(field));
    }

    /** As it was given, kind first. */
    ObjectNode toJson() {
        ObjectNode json = StrictJson.object().put("kind", kind.code());
        values.forEach((field, value) -> put(json, field.code(), value));
        return json;
    }

    static void put(ObjectNode json, String name, Object value) {
        if (value instanceof Integer number) {
            json.put(name, number);
        } else if (value instanceof Double number) {
            json.put(name, number);
        } else if (value instanceof List<?> list) {
            ArrayNode array = json.putArray(name);
            list.forEach(item -> array.add(item.toString()));
        } else {
            json.put(name, (String) value);
        }
    }
}
