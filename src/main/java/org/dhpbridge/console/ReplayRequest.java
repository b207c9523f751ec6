package org.dhpbridge.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.dhpbridge.pipeline.Replays.From;

/**
 * What to replay and how.
 *
 * @param ids these messages; null for those of the filter
 * @param state {@code dead} when left out
 * @param before received before
 * @param from {@code transform} (when left out) or {@code receive}
 * @param rate messages a second; null for all at once
 * @param dryRun only says what would be sent
 * @param limit how many messages a dry run shows
 */
record ReplayRequest(
        List<Long> ids,
        String state,
        String source,
        String errorCode,
        Instant since,
        Instant before,
        String from,
        Double rate,
        Boolean dryRun,
        Integer limit,
        String who,
        String why) {

    private static final int MOST_IDS = 200;
    private static final int MOST_SHOWN = 100;
    private static final int SHOWN = 20;
    private static final int LONGEST_WHO = 200;
    private static final double LOWEST_RATE = 0.001;
    private static final double HIGHEST_RATE = 1000;

    /**
     * An unknown field is refused: a misspelt dryRun must not replay.
     *
     * @param body null for nothing asked
     * @throws org.springframework.web.server.ResponseStatusException 400 that says what is allowed
     */
    static ReplayRequest of(ObjectNode body, ObjectMapper json) {
        try {
            ReplayRequest request = body == null
                    ? new ReplayRequest(null, null, null, null, null, null, null, null, null, null, null, null)
                    : json.readerFor(ReplayRequest.class)
                            .with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                            .readValue(json.writeValueAsString(body));
            request.check();
            return request;
        } catch (JsonProcessingException wrong) {
            throw Filters.badRequest(
                    "The body is not understood. Its fields, each optional: ids (numbers), state, source, errorCode,"
                            + " since and before (as 2026-03-01T00:00:00Z), from (receive or transform), rate (messages a"
                            + " second), dryRun (true or false), limit, who, why.",
                    wrong);
        } catch (IllegalArgumentException wrong) {
            throw Filters.badRequest(wrong.getMessage(), wrong);
        }
    }

    private void check() {
        require(
                from == null || from.equalsIgnoreCase("receive") || from.equalsIgnoreCase("transform"),
                "from must be receive or transform.");
        require(
                rate == null || rate >= LOWEST_RATE && rate <= HIGHEST_RATE,
                "rate must be from 0.001 to 1000 messages a second.");
        require(limit == null || limit >= 1 && limit <= MOST_SHOWN, "limit must be from 1 to " + MOST_SHOWN + ".");
        require(
                ids == null || !ids.isEmpty() && ids.size() <= MOST_IDS && !ids.contains(null),
                "ids must name from 1 to " + MOST_IDS + " messages; for more, use a filter.");
        require(who == null || who.length() <= LONGEST_WHO, "who must have at most " + LONGEST_WHO + " characters.");
        require(
                ids == null || state == null && source == null && errorCode == null && since == null && before == null,
                "Give ids or a filter, not both.");
    }

    private static void require(boolean holds, String allowed) {
        if (!holds) {
            throw new IllegalArgumentException(allowed);
        }
    }

    From start() {
        return from == null ? From.TRANSFORM : From.valueOf(from.toUpperCase(Locale.ROOT));
    }

    int shown() {
        return limit == null ? SHOWN : limit;
    }

    String asker() {
        return who == null || who.isBlank() ? "api" : who;
    }
}
