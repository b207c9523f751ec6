package org.dhpbridge.source.csv;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.dhpbridge.absent.AbsentMarker;
import org.dhpbridge.source.charset.Decoded;

/**
 * What is known of a CSV feed: its descriptor, the file {@code mappings/csv/<name>.yaml}.
 *
 * @param name of the feed, and of its mapping
 * @param columns by name, in the documented order
 * @param groupBy what makes consecutive rows one message; empty for one message a row
 * @param sameRecord what makes a row speak of a record of which an earlier one spoke, where each row is a message: its first part is
 *     what the record is known by, and must be filled; empty where that is nothing to tell
 * @param subject columns of which the first that is filled identifies whom the message is about
 * @param subjectKind what the message is about: {@code patient}, {@code practitioner} or {@code organization}
 * @param authority column that names who gave the local numbers of a row; empty when they are all the site's own
 * @param eventTime columns of which the first that is filled says when it happened
 * @param absent what stands for a declared absence, in lower case, and the data-absent-reason code it means
 * @param delimiter {@code auto}, or one character
 * @param charset {@code auto}, or the name of a character set
 * @param skipLines how many lines of a file stand before its header
 * @param own how the columns become those of a documented feed, whose mapping then reads them: {@code subject}, {@code
 *     authority} and {@code eventTime} are columns of that feed; null for a feed with a mapping of its own
 */
public record CsvFeed(
        String name,
        Map<String, Column> columns,
        RowKey groupBy,
        RowKey sameRecord,
        List<String> subject,
        String subjectKind,
        String authority,
        List<String> eventTime,
        Map<String, String> absent,
        String delimiter,
        String charset,
        int skipLines,
        OwnColumns own) {

    /**
     * @param required whether a file without the column is refused; required columns also tell feeds apart
     * @param holds what it holds; a number in a column of dates is one of Excel's days
     * @param words table of {@code mappings/codes} that knows its words: one of them is no absent token; empty for none
     */
    public record Column(boolean required, ColumnKind holds, String words) {

        public boolean date() {
            return holds == ColumnKind.DATE;
        }

        public boolean hasWords() {
            return !words.isEmpty();
        }
    }

    /** Whether the columns are a site's own, which {@link #own} makes those of a documented feed. */
    public boolean hasOwnColumns() {
        return own != null;
    }

    /**
     * Whether a row is one of those that the descriptor wants ({@code only}).
     *
     * @param cell column of this feed → its text in the row, empty when there is none
     */
    public boolean keeps(UnaryOperator<String> cell) {
        return own == null || own.keeps(cell);
    }

    /**
     * The subject's key of a message of this feed, as the source writes it; empty when no column of it is filled.
     *
     * @param identity whether a text in a column identifies somebody
     */
    public Optional<String> subjectOf(ObjectNode tree, BiPredicate<String, String> identity) {
        return subject.stream()
                .flatMap(column -> filled(tree, List.of(column)).filter(text -> identity.test(column, text)))
                .findFirst();
    }

    /** Who gave the local numbers of a message of this feed, as the source writes it; empty when it does not say. */
    public Optional<String> authorityOf(ObjectNode tree) {
        return firstFilled(tree, authority.isEmpty() ? List.of() : List.of(authority));
    }

    /** A filled cell of a message. */
    public record Cell(JsonNode row, String column, String text) {}

    /** The event times of a message of this feed, of each row one, as the source writes them; empty when no column of it is filled. */
    public List<Cell> eventTimesOf(ObjectNode tree) {
        List<Cell> times = new ArrayList<>();
        for (JsonNode row : tree.path("rows")) {
            cells(List.of(row), eventTime).findFirst().ifPresent(times::add);
        }
        return times;
    }

    /**
     * The name of the column that this header text means; the text itself when the feed has none such. Capitals make no
     * difference, and a blank, a hyphen and an underscore are the same.
     */
    public String columnNamed(String header) {
        if (columns.containsKey(header)) {
            return header;
        }
        String folded = fold(header);
        return columns.keySet().stream()
                .filter(column -> fold(column).equals(folded))
                .findFirst()
                .orElse(header);
    }

    /** The required columns that are not among these headers, in the documented order. */
    public List<String> missing(Collection<String> headers) {
        Set<String> found = headers.stream().map(this::columnNamed).collect(Collectors.toSet());
        return required().stream().filter(column -> !found.contains(column)).toList();
    }

    List<String> required() {
        return columns.entrySet().stream()
                .filter(column -> column.getValue().required())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The marker ({@link AbsentMarker}) when the value declares its absence, else the value. */
    public String declared(String value) {
        String reason = absent.isEmpty() ? null : absent.get(value.toLowerCase(Locale.ROOT));
        return reason == null ? value : AbsentMarker.of(reason);
    }

    /**
     * What a cell says, wherever it stands: in a file, a table, a JSON body.
     *
     * @return without what spreadsheets and databases put around it; a token that declares an absence as the {@link AbsentMarker},
     *     but as it is where the column has words, for its table may know it; empty for nothing
     */
    public String read(String column, String cell) {
        Column known = columns.get(column);
        if (known != null && known.hasWords()) {
            return CellText.of(strip(cell));
        }
        String value = declared(strip(cell));
        return AbsentMarker.reasonIn(value).isPresent() ? value : declared(CellText.of(value));
    }

    /** A cell without the blanks around it, no-break spaces among them, and without what no text may hold. */
    public static String strip(String cell) {
        return Decoded.strip(Decoded.clean(cell));
    }

    /** The form in which two spellings of a header are compared. */
    static String fold(String header) {
        StringBuilder folded = new StringBuilder(header.length());
        for (char c : Normalizer.normalize(strip(header), Normalizer.Form.NFC).toCharArray()) {
            boolean separates = Decoded.isBlank(c) || c == '_' || c == '-';
            if (!separates) {
                folded.append(Character.toLowerCase(c));
            } else if (folded.length() > 0 && folded.charAt(folded.length() - 1) != '_') {
                folded.append('_');
            }
        }
        return folded.toString();
    }

    private static Optional<String> firstFilled(ObjectNode tree, List<String> columns) {
        return filled(tree, columns).findFirst();
    }

    private static Stream<String> filled(ObjectNode tree, List<String> columns) {
        return cells(tree.path("rows"), columns).map(Cell::text);
    }

    private static Stream<Cell> cells(Iterable<JsonNode> rows, List<String> columns) {
        return columns.stream()
                .flatMap(column -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new Cell(row, column, row.path(column).asText())))
                .filter(cell -> !cell.text().isEmpty()
                        && AbsentMarker.reasonIn(cell.text()).isEmpty());
    }
}
