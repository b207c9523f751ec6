package org.dhpbridge.console.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.dhpbridge.ledger.LedgerMessage;
import org.dhpbridge.source.csv.CsvFeed;
import org.dhpbridge.source.csv.CsvFeeds;

/**
 * Messages without the values that are in them, such that a mapping can still be tried on them: a letter is {@code x}, a digit
 * {@code 1}, so that a date stays one. What MSH says of the message itself stays.
 */
final class Masking {

    private static final Pattern SEGMENT = Pattern.compile("[A-Z][A-Z0-9]{2}");

    /** What MSH-9, MSH-11 and MSH-12 hold, by their place in the line; anything else may be a person's. */
    private static final Map<Integer, Pattern> KEPT_OF_MSH = Map.of(
            8, Pattern.compile("[A-Z]{3}(\\^[A-Z]\\d\\d(\\^[A-Z]{3}(_[A-Z]\\d\\d)?)?)?"),
            10, Pattern.compile("[A-Z](\\^[A-Z])?"),
            11, Pattern.compile("\\d(\\.\\d)*"));

    private static final String FIELDS = "|";

    private final CsvFeeds feeds;
    private final ObjectMapper json;

    Masking(CsvFeeds feeds, ObjectMapper json) {
        this.feeds = feeds;
        this.json = json;
    }

    /**
     * @param feed of rows; null for HL7v2
     * @param text HL7v2 or JSON rows
     */
    record Masked(String feed, String text) {}

    /** Empty when the payload is neither HL7v2 nor rows of a feed that is described. */
    Optional<Masked> of(LedgerMessage message, byte[] payload) {
        return message.contentType().startsWith("application/json")
                ? rows(payload)
                : Optional.of(new String(payload, StandardCharsets.ISO_8859_1))
                        .filter(text -> text.startsWith("MSH"))
                        .map(text -> new Masked(null, segments(text)));
    }

    private static String segments(String text) {
        StringBuilder masked = new StringBuilder();
        text.lines().forEach(line -> masked.append(segment(line)).append('\n'));
        return masked.toString();
    }

    private static String segment(String line) {
        String[] fields = line.split(Pattern.quote(FIELDS), -1);
        boolean header = fields[0].equals("MSH");
        for (int i = 0; i < fields.length; i++) {
            boolean name = i == 0 && SEGMENT.matcher(fields[0]).matches();
            boolean kept = header && (i == 1 || isOfTheMessageItself(i, fields[i]));
            fields[i] = name || kept ? fields[i] : value(fields[i]);
        }
        return String.join(FIELDS, fields);
    }

    private static boolean isOfTheMessageItself(int place, String field) {
        Pattern kept = KEPT_OF_MSH.get(place);
        return kept != null && kept.matcher(field).matches();
    }

    private Optional<Masked> rows(byte[] payload) {
        try {
            JsonNode tree = json.readTree(payload);
            Optional<CsvFeed> feed = feeds.find(tree.path("feed").asText());
            ArrayNode rows = json.createArrayNode();
            feed.ifPresent(described -> tree.path("rows").forEach(row -> rows.add(row(described, row))));
            return rows.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Masked(
                            tree.path("feed").asText(),
                            json.writerWithDefaultPrettyPrinter().writeValueAsString(rows)));
        } catch (java.io.IOException noTree) {
            return Optional.empty();
        }
    }

    /** Only columns that are described: whoever forgets the header line makes column names of the first patient. */
    private ObjectNode row(CsvFeed feed, JsonNode row) {
        ObjectNode masked = json.createObjectNode();
        row.properties().stream()
                .filter(cell -> feed.columns().containsKey(cell.getKey())
                        && cell.getValue().isTextual())
                .forEach(cell -> masked.put(cell.getKey(), value(cell.getValue().textValue())));
        return masked;
    }

    private static String value(String text) {
        StringBuilder masked = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (Character.isDigit(c)) {
                masked.append('1');
            } else if (c < 0x80 && !Character.isLetter(c)) {
                masked.appendCodePoint(c);
            } else {
                masked.append('x');
            }
        });
        return masked.toString();
    }
}
