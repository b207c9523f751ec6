package org.dhpbridge.source.csv;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.dhpbridge.absent.AbsentMarker;

/**
 * What is known of a CSV feed: its descriptor, the file {@code mappings/csv/<name>.yaml}.
 *
 * @param name of the feed, and of its mapping
 * @param title for people
 * @param columns by name, in the documented order
 * @param groupBy columns whose equal values make consecutive rows one message; empty for one message a row
 * @param subject columns of which the first that is filled identifies whom the message is about
 * @param subjectKind what the message is about: {@code patient}, {@code practitioner} or {@code organization}
 * @param authority column that names who gave the local numbers of a row; empty when they are all the site's own
 * @param eventTime columns of which the first that is filled says when it happened
 * @param absent what stands for a declared absence, in lower case, and the data-absent-reason code it means
 * @param delimiter {@code auto}, or one character
 * @param charset {@code auto}, or the name of a character set
 */
public record CsvFeed(
        String name,
        String title,
        Map<String, Column> columns,
        List<String> groupBy,
        List<String> subject,
        String subjectKind,
        String authority,
        List<String> eventTime,
        Map<String, String> absent,
        String delimiter,
        String charset) {

    /**
     * @param required whether a file without the column is refused; required columns also tell feeds apart
     * @param title for people; empty without one
     */
    public record Column(boolean required, String title) {}

    /**
     * Reads a descriptor.
     *
     * @param name of the feed
     * @param yaml text of its file
     * @throws IllegalArgumentException with every mistake of the descriptor as a sentence
     */
    public static CsvFeed parse(String name, String yaml) {
        return new CsvFeedParser(name).parse(yaml);
    }

    /** The subject's key of a message of this feed, as the source writes it; empty when no column of it is filled. */
    public Optional<String> subjectOf(ObjectNode tree) {
        return firstFilled(tree, subject);
    }

    /** Who gave the local numbers of a message of this feed, as the source writes it; empty when it does not say. */
    public Optional<String> authorityOf(ObjectNode tree) {
        return firstFilled(tree, authority.isEmpty() ? List.of() : List.of(authority));
    }

    /** The event time of a message of this feed, as the source writes it; empty when no column of it is filled. */
    public Optional<String> eventTimeOf(ObjectNode tree) {
        return firstFilled(tree, eventTime);
    }

    /** The name of the column that this header text means, ignoring case; the text itself when the feed has none such. */
    String columnNamed(String header) {
        return columns.keySet().stream()
                .filter(column -> column.equalsIgnoreCase(header))
                .findFirst()
                .orElse(header);
    }

    List<String> required() {
        return columns.entrySet().stream()
                .filter(column -> column.getValue().required())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The marker when the value declares its absence, else the value. */
    String declared(String value) {
        String reason = absent.isEmpty() ? null : absent.get(value.toLowerCase(Locale.ROOT));
        return reason == null ? value : AbsentMarker.of(reason);
    }

    private static Optional<String> firstFilled(ObjectNode tree, List<String> columns) {
        for (String column : columns) {
            for (JsonNode row : tree.path("rows")) {
                String value = row.path(column).asText();
                if (!value.isEmpty() && AbsentMarker.reasonIn(value).isEmpty()) {
                    return Optional.of(value);
                }
            }
        }
        return Optional.empty();
    }
}
