package org.dhpbridge.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The same answer as other FHIR servers write it. */
final class AnswerChanges {

    private static final Pattern PLACE = Pattern.compile("Bundle\\.entry\\[(\\d+)]\\.resource(\\..*)?");

    private AnswerChanges() {}

    static Response withoutLocations(Response answer) {
        return changed(answer, body -> {
            for (JsonNode entry : body.path("entry")) {
                if (entry.path("response") instanceof ObjectNode response) {
                    response.remove("location");
                }
            }
        });
    }

    static Response conflicts(Response answer) {
        return answer.status() == 412
                ? new Response(409, answer.headers(), answer.contentType(), answer.body())
                : answer;
    }

    static Response plainEtags(Response answer) {
        Map<String, String> headers = new LinkedHashMap<>(answer.headers());
        headers.computeIfPresent("ETag", (name, etag) -> plain(etag));
        Response changed = new Response(answer.status(), headers, answer.contentType(), answer.body());
        return changed(changed, body -> {
            for (JsonNode entry : body.path("entry")) {
                if (entry.path("response").path("etag") instanceof TextNode etag) {
                    ((ObjectNode) entry.path("response")).put("etag", plain(etag.textValue()));
                }
            }
        });
    }

    private static String plain(String etag) {
        return etag.startsWith("W/") ? etag.substring(2) : etag;
    }

    /** @param hapi as HAPI's validator writes it; else as the platform does, with the element in the words alone */
    static Response otherPlaces(Request request, Response answer, boolean hapi) {
        return changed(answer, body -> {
            for (JsonNode issue : body.path("issue")) {
                Matcher place = PLACE.matcher(issue.path("expression").path(0).asText());
                if (place.matches()) {
                    String type = StrictJson.stored(request.body())
                            .at("/entry/" + place.group(1) + "/resource/resourceType")
                            .asText();
                    String element = place.group(2) == null ? "" : place.group(2);
                    String entry = "Bundle.entry[" + place.group(1) + "].resource";
                    ((ArrayNode) issue.path("expression"))
                            .set(0, hapi ? entry + "/*" + type + "/null*/" + element : entry + ".ofType(" + type + ")");
                    String words =
                            type + element + ": " + issue.path("diagnostics").asText();
                    if (!hapi) {
                        ((ObjectNode) issue).put("diagnostics", words).remove("details");
                    }
                }
            }
        });
    }

    private static Response changed(Response answer, Consumer<ObjectNode> change) {
        if (answer.body().length == 0) {
            return answer;
        }
        ObjectNode body = StrictJson.stored(answer.body());
        change.accept(body);
        return new Response(answer.status(), answer.headers(), answer.contentType(), StrictJson.bytes(body));
    }
}
