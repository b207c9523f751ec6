package org.dhpbridge.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.schibsted.spt.data.jslt.JsltException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.dhpbridge.home.HomeFiles;
import org.dhpbridge.kernel.Digests;
import org.dhpbridge.source.csv.CsvFeed;
import org.dhpbridge.source.csv.CsvFeeds;
import org.dhpbridge.source.csv.OwnColumns;

/** Chooses the mapping of a message by its content, and tells whom the message is about. */
final class MappingChoice {

    private static final String INDEX = "mappings/hl7v2/index.csv";
    private static final String CSV = "csv/";
    private static final String SUBJECT = "hl7v2/subject";
    private static final String EVENT_TIME = "hl7v2/event-time";

    private final HomeFiles files;
    private final CodeTables tables;
    private final MappingCompiler compiler;
    private final CsvFeeds feeds;
    private final CsvIdentity csv;
    private final FeedRows rows;
    private final EventTimes times;
    private final Map<String, String> byEvent = new HashMap<>();
    private final Map<String, String> refusals = new HashMap<>();

    MappingChoice(
            HomeFiles files,
            CodeTables tables,
            MappingCompiler compiler,
            CsvFeeds feeds,
            CsvIdentity csv,
            FeedRows rows,
            EventTimes times) {
        this.times = times;
        this.feeds = feeds;
        this.files = files;
        this.tables = tables;
        this.compiler = compiler;
        this.csv = csv;
        this.rows = rows;
        readIndex();
    }

    private void readIndex() {
        try (CSVParser rows = CsvTable.parse(files.text(INDEX).orElse("type,event,mapping,refused"))) {
            for (CSVRecord row : rows) {
                String mapping = row.get("mapping");
                boolean refused = mapping.isEmpty() && row.isMapped("refused");
                (refused ? refusals : byEvent)
                        .put(row.get("type") + "^" + row.get("event"), refused ? row.get("refused") : mapping);
            }
        } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
            throw new MappingException(
                    INDEX + " must be a CSV table with the columns type, event and mapping: " + e.getMessage(), e);
        }
    }

    /** The JSLT file of a mapping: a site's own columns are read by the one of the documented feed, unless it wrote one. */
    String file(String mapping) {
        Optional<String> documented = ownColumns(mapping).map(own -> CSV + own.feed());
        return compiler.exists(mapping) ? mapping : documented.orElse(mapping);
    }

    /** The version of a mapping: a digest of the JSLT's, and of what a site says of its own columns. */
    String version(String mapping, String compiled) {
        return ownColumns(mapping)
                .map(own -> Digests.sha256Hex((compiled + own + tablesOf(own))).substring(0, compiled.length()))
                .orElse(compiled);
    }

    private String tablesOf(OwnColumns own) {
        return own.codes().values().stream()
                .filter(codes -> codes.table() != null)
                .map(codes -> tables.text(codes.table()))
                .collect(Collectors.joining());
    }

    private Optional<OwnColumns> ownColumns(String mapping) {
        return mapping.startsWith(CSV)
                ? feeds.find(mapping.substring(CSV.length())).map(CsvFeed::own)
                : Optional.empty();
    }

    Set<String> names() {
        Set<String> names = new LinkedHashSet<>(byEvent.values());
        feeds.all().keySet().forEach(feed -> names.add(CSV + feed));
        return names;
    }

    /** The tree that the mapping reads: rows with the columns of their feed; everything else as it is. */
    ObjectNode prepared(ObjectNode tree) {
        return tree.has("feed") ? rows.prepared(tree) : tree;
    }

    /** @param tree a prepared one */
    MessageIdentity identify(ObjectNode tree) {
        return identify(tree, true);
    }

    /** As {@link #identify}, but for the subject of HL7 messages, which is read again with all that the mapping makes of the patient. */
    MessageIdentity beforeMapping(ObjectNode tree) {
        return identify(tree, false);
    }

    private MessageIdentity identify(ObjectNode tree, boolean withSubject) {
        return switch (tree.path("format").asText()) {
            case "hl7v2" -> hl7(tree, withSubject);
            case "csv", "rows" -> csv(tree);
            default -> MessageIdentity.unknown(null, "This input is of a format that the bridge does not map.");
        };
    }

    private MessageIdentity hl7(ObjectNode tree, boolean withSubject) {
        String type = tree.path("message").path("type").asText();
        String event = tree.path("message").path("event").asText();
        String mapping = mapping(type, event);
        try {
            EventTimes.EventTime eventTime = times.of(found(EVENT_TIME, tree));
            return new MessageIdentity(
                    mapping,
                    withSubject ? textOrNull(found(SUBJECT, tree)) : null,
                    eventTime.time(),
                    eventTime.isOfFuture(),
                    null,
                    null,
                    mapping == null ? missing(type, event) : null);
        } catch (JsltException odd) {
            return MessageIdentity.unknown(mapping, mapping == null ? missing(type, event) : null);
        } catch (MappingException wrong) {
            return MessageIdentity.unknown(null, wrong.getMessage());
        }
    }

    private JsonNode found(String file, ObjectNode tree) {
        return compiler.get(file).program().apply(tree);
    }

    private String mapping(String type, String event) {
        String named = byEvent.getOrDefault(type + "^" + event, byEvent.get(type + "^*"));
        if (named != null) {
            return named;
        }
        String own = "hl7v2/" + type + "_" + event;
        return own.matches("hl7v2/[A-Z0-9]{3}_[A-Z0-9]{3}") && compiler.exists(own) ? own : null;
    }

    private String missing(String type, String event) {
        if (!type.matches("[A-Za-z0-9]{3}") || !event.matches("[A-Za-z0-9]{0,3}")) {
            return "MSH-9 names no message type, so there is no mapping for this message. Correct MSH-9 in the source.";
        }
        String refused = refusals.getOrDefault(type + "^" + event, refusals.get(type + "^*"));
        if (refused != null && event.isEmpty()) {
            return "HL7 messages " + type + " are not sent: " + refused + ". The message is kept.";
        }
        if (refused != null) {
            return "HL7 messages " + type + "^" + event + " are not sent: " + refused + ". The message is kept. "
                    + "A site that knows where to send it writes mappings/hl7v2/" + type + "_" + event
                    + ".jslt (docs/mapping.md shows how).";
        }
        return "There is no mapping for HL7 messages " + type + "^" + event + ". Write mappings/hl7v2/" + type + "_"
                + event + ".jslt (docs/mapping.md shows how), or name an existing one in " + INDEX + ".";
    }

    private MessageIdentity csv(ObjectNode tree) {
        String feed = tree.path("feed").asText();
        String mapping = CSV + feed;
        if (feeds.find(feed).isEmpty() || !compiler.exists(file(mapping))) {
            return MessageIdentity.unknown(
                    null,
                    "There is no mapping for the CSV feed '" + feed + "'. Write mappings/csv/" + feed
                            + ".yaml and mappings/csv/" + feed + ".jslt (docs/mapping.md shows how).");
        }
        return csv.identify(mapping, tree);
    }

    private static String textOrNull(JsonNode node) {
        return node.isTextual() && !MappingFunction.isNothing(node) && !MappingFunction.isMarker(node)
                ? node.textValue()
                : null;
    }
}
