package org.dhpbridge.soak;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** The ledger as the bridges' HTTP API shows it, asked of whichever bridge answers. */
final class LedgerView {

    /** How many messages stand where. */
    record Counts(long due, long delivered, long superseded, long dead) {
        long ended() {
            return delivered + superseded + dead;
        }

        long all() {
            return due + ended();
        }
    }

    private static final int PAGE = 500;

    private final Http http = new Http();
    private final Supplier<List<URI>> bridges;

    /** @param bridges origins of those that run, as {@code http://localhost:8080} */
    LedgerView(Supplier<List<URI>> bridges) {
        this.bridges = bridges;
    }

    /** Empty when no bridge answers, or the ledger does not answer it. */
    Optional<Counts> counts() {
        for (URI bridge : bridges.get()) {
            try {
                JsonNode states = http.get(bridge.resolve("/api/summary")).path("states");
                return Optional.of(new Counts(
                        states.path("due").asLong(),
                        states.path("delivered").asLong(),
                        states.path("superseded").asLong(),
                        states.path("dead").asLong()));
            } catch (IOException notNow) {
                continue;
            }
        }
        return Optional.empty();
    }

    /** All messages, newest first. */
    List<JsonNode> messages() throws IOException {
        List<JsonNode> all = new ArrayList<>();
        String before = "";
        while (true) {
            JsonNode page = any("/api/messages?limit=" + PAGE + before);
            page.forEach(all::add);
            if (page.size() < PAGE) {
                return all;
            }
            before = "&before=" + page.get(page.size() - 1).path("id").asLong();
        }
    }

    /** One message with its history. */
    JsonNode message(long id) throws IOException {
        return any("/api/messages/" + id);
    }

    private JsonNode any(String path) throws IOException {
        IOException last = new IOException("No bridge runs");
        for (URI bridge : bridges.get()) {
            try {
                return http.get(bridge.resolve(path));
            } catch (IOException notThisOne) {
                last = notThisOne;
            }
        }
        throw last;
    }

    /**
     * An operator sends everything of a state again.
     *
     * @return how many; empty when no bridge answers
     */
    OptionalInt replay(String state) {
        for (URI bridge : bridges.get()) {
            try {
                return OptionalInt.of(http.send(Http.to(bridge.resolve("/api/messages/replay"))
                                .header("Content-Type", "application/json")
                                .header("Authorization", "Bearer " + Stage.KEY)
                                .POST(BodyPublishers.ofString(
                                        "{\"state\":\"" + state + "\",\"who\":\"soak\",\"why\":\"proof\"}"))
                                .build())
                        .path("replayed")
                        .asInt());
            } catch (IOException notThisOne) {
                continue;
            }
        }
        return OptionalInt.empty();
    }
}
