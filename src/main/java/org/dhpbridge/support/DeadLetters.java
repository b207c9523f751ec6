package org.dhpbridge.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dhpbridge.kernel.ExactJson;
import org.dhpbridge.ledger.Failure;
import org.dhpbridge.ledger.HistoryEntry;
import org.dhpbridge.ledger.LedgerKeyException;
import org.dhpbridge.ledger.LedgerMessage;
import org.dhpbridge.ledger.MessageFilter;
import org.dhpbridge.ledger.State;
import org.dhpbridge.ledger.StoredMessages;
import org.dhpbridge.source.MessageReader;
import org.dhpbridge.source.csv.CsvFeed;
import org.dhpbridge.source.csv.CsvFeeds;
import org.dhpbridge.source.hl7.Hl7Reader;

/** Exports dead letters for whoever helps the site: everything about them but their values. */
public final class DeadLetters {

    private static final int PAGE = 200;
    private static final int SHORTEST_VALUE = 3;
    private static final Pattern PLACE_IN_FILE =
            Pattern.compile("(?:, )?((?:message|line|lines|row|rows|byte) [\\d-]+(?:, byte \\d+)?)$");
    private static final Pattern ELEMENT = Pattern.compile("[A-Za-z][A-Za-z0-9_.:()\\[\\]-]{0,200}");
    private static final Pattern CODE = Pattern.compile("[a-z0-9-]{1,60}");
    private static final ObjectMapper JSON = ExactJson.mapper();

    private final StoredMessages ledger;
    private final CsvFeeds feeds;
    private final MessageShape shape;

    public DeadLetters(StoredMessages ledger, CsvFeeds feeds) {
        Hl7Reader hl7 = new Hl7Reader();
        this.ledger = ledger;
        this.feeds = feeds;
        shape = new MessageShape(new MessageReader(hl7), hl7::isKnownName);
    }

    /**
     * @param filter which messages; only the dead among them are exported, newest first, whatever its limit
     * @param line takes one JSON object a message
     * @return how many
     */
    public int export(MessageFilter filter, Consumer<ObjectNode> line) {
        MessageFilter page = filter.withStates(Set.of(State.DEAD)).withLimit(PAGE);
        int exported = 0;
        for (List<LedgerMessage> found = ledger.list(page); !found.isEmpty(); found = ledger.list(page)) {
            for (LedgerMessage message : found) {
                Optional<ObjectNode> letter = one(message);
                letter.ifPresent(line);
                exported += letter.isPresent() ? 1 : 0;
            }
            page = page.withBeforeId(found.get(found.size() - 1).id());
        }
        return exported;
    }

    /** Of one that does not open only what no value can stand in: the others follow. */
    private Optional<ObjectNode> one(LedgerMessage message) {
        try {
            return ledger.payload(message.id()).map(payload -> letter(message, payload));
        } catch (LedgerKeyException unopened) {
            return Optional.of(facts(message).put("unopened", unopened.getMessage()));
        }
    }

    private ObjectNode letter(LedgerMessage message, byte[] payload) {
        MessageShape.Description description = shape.of(message.contentType(), payload, column(message, payload));
        ObjectNode line = facts(message);
        line.put("text", without(description.values(), message.failure().sentence()));
        line.set("history", history(message.id(), description.values()));
        line.put("bytes", payload.length);
        if (description.fields() != null) {
            line.set("shape", description.fields());
        } else {
            line.put("maskedText", description.text());
        }
        return line;
    }

    private static ObjectNode facts(LedgerMessage message) {
        Failure failure = message.failure();
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("id", message.id());
        line.put("source", message.source());
        line.put("contentType", message.contentType());
        line.put("location", location(message.location()));
        line.put("receivedAt", message.receivedAt().toString());
        line.put("endedAt", message.endedAt() == null ? null : message.endedAt().toString());
        line.put("attempts", message.attempts());
        line.put("step", failure.step());
        line.put("code", failure.code());
        line.put("element", failure.element());
        line.put("mapping", message.result().mapping());
        line.put("mappingVersion", message.result().mappingVersion());
        line.put("profilePack", message.result().pack());
        line.set("outcome", outcome(failure.outcome()));
        return line;
    }

    private Predicate<String> column(LedgerMessage message, byte[] payload) {
        if (!message.contentType().startsWith("application/json")) {
            return name -> false;
        }
        try {
            CsvFeed feed = feeds.all().get(JSON.readTree(payload).path("feed").asText());
            return name -> feed != null && feed.columns().containsKey(name);
        } catch (IOException unreadable) {
            return name -> false;
        }
    }

    /** Without the file's name, which may be a patient's. */
    private static String location(String location) {
        if (location == null) {
            return null;
        }
        Matcher place = PLACE_IN_FILE.matcher(location);
        return place.find() ? place.group(1) : null;
    }

    /** The platform's codes and places; its words may quote the message. */
    private static ArrayNode outcome(JsonNode outcome) {
        ArrayNode issues = JsonNodeFactory.instance.arrayNode();
        if (outcome != null) {
            for (JsonNode issue : outcome.path("issue")) {
                issues.addObject()
                        .put("severity", allowed(CODE, issue.path("severity").asText()))
                        .put("code", allowed(CODE, issue.path("code").asText()))
                        .put(
                                "expression",
                                allowed(ELEMENT, issue.at("/expression/0").asText()));
            }
        }
        return issues;
    }

    private static String allowed(Pattern pattern, String text) {
        return pattern.matcher(text).matches() ? text : null;
    }

    /** Why a person replayed it, and who, is the site's own business. */
    private ArrayNode history(long id, Set<String> values) {
        ArrayNode history = JsonNodeFactory.instance.arrayNode();
        for (HistoryEntry entry : ledger.history(id)) {
            ObjectNode line =
                    history.addObject().put("at", entry.at().toString()).put("step", entry.step());
            boolean byThePipeline =
                    !entry.step().equals("replayed") && !entry.step().equals("received");
            if (byThePipeline && entry.detail() != null) {
                line.put("detail", without(values, entry.detail()));
            }
        }
        return history;
    }

    /** Sentences quote no values; should one do so all the same, it does not leave the site. */
    private static String without(Set<String> values, String sentence) {
        String text = sentence;
        for (String value : values) {
            if (value.strip().length() >= SHORTEST_VALUE && text.contains(value.strip())) {
                text = text.replaceAll(
                        "(?<![\\p{L}\\p{N}])" + Pattern.quote(value.strip()) + "(?![\\p{L}\\p{N}])",
                        Matcher.quoteReplacement("‹" + ValueClass.of(value.strip()) + "›"));
            }
        }
        return text;
    }
}
