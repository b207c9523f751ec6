package org.dhpbridge.source.csv;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dhpbridge.absent.AbsentMarker;
import org.dhpbridge.source.Content;
import org.dhpbridge.source.MessageSplitter;
import org.dhpbridge.source.SourceItem;
import org.dhpbridge.source.UnreadableFileException;

/**
 * Cuts a CSV file into messages of one row, or of the consecutive rows that the feed groups. The file is read twice: once to
 * its end, for its hash and its character set, and once row by row. A row that does not fit the header becomes a problem;
 * the rows around it go on.
 */
public final class CsvSplitter extends MessageSplitter {

    private static final int HEADER_LIMIT = 1 << 20;
    private static final int CELLS_OF_A_TOTAL = 2;

    private final CsvFeed feed;
    private final CsvRecords records;
    private final RowGroups groups = new RowGroups();
    private final EarlierGroups earlier = new EarlierGroups();
    private final NavigableMap<Long, String> notes = new TreeMap<>();
    private final Set<String> unknown = new LinkedHashSet<>();
    private final Set<String> named;
    private CsvHeader header;
    private CsvRows rows;
    private ShiftedRow shifted;

    /**
     * @param content stays open until this is closed
     * @throws UnreadableFileException when the file is no CSV of this feed
     * @throws UncheckedIOException when it cannot be read
     */
    public CsvSplitter(Content content, CsvFeed feed, CsvOptions options) {
        this.feed = feed;
        try {
            CsvOptions decided = options.over(feed);
            CsvText text = CsvText.examine(content, decided.charset());
            header = CsvHeader.find(beginning(text), feed, decided.delimiter());
            header.names().stream()
                    .filter(column -> !feed.columns().containsKey(column))
                    .forEach(unknown::add);
            named = Stream.concat(feed.columns().keySet().stream(), header.names().stream())
                    .map(CsvFeed::fold)
                    .collect(Collectors.toSet());
            rows = new CsvRows(feed, content.name(), text.sha256(), header.names());
            shifted = new ShiftedRow(header, feed);
            // what came whole has no other place to stay: nothing of it may be left out
            int textKept = content.mayBreakOff() ? CsvRecords.ROW_LIMIT : Integer.MAX_VALUE;
            records = new CsvRecords(text.open(), header, textKept);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String beginning(CsvText text) throws IOException {
        try (Reader reader = text.open()) {
            char[] beginning = new char[HEADER_LIMIT];
            int length = 0;
            int count = reader.read(beginning, 0, beginning.length);
            while (count > 0) {
                length += count;
                count = reader.read(beginning, length, beginning.length - length);
            }
            return new String(beginning, 0, length);
        }
    }

    @Override
    protected void release() throws IOException {
        records.close();
    }

    @Override
    protected void advance() throws IOException {
        CsvRecords.CsvRow row = records.next();
        if (row == null) {
            end();
            groups.finish().forEach(this::handOut);
        } else if (row.cells() == null) {
            handOut(problem(row));
        } else {
            add(row);
        }
    }

    private void add(CsvRecords.CsvRow row) {
        if (takeHeader(row)) {
            return;
        }
        ObjectNode cells = rows.row(row.first(), row.cells());
        if (cells.size() == 1 || !feed.keeps(column -> cells.path(column).asText())) {
            return;
        }
        Optional<String> mistake = isNoRecord(cells) ? Optional.of(noRecord()) : shifted.mistake(texts(cells));
        if (mistake.isPresent()) {
            handOut(rows.problem(
                    row.first(),
                    lines(row.first(), row.last()),
                    "columns",
                    List.of(),
                    String.join(String.valueOf(header.delimiter()), row.cells()),
                    mistake.get()));
            return;
        }
        List<String> values = feed.groupBy().values(column -> cells.path(column).asText());
        int characters = row.cells().stream().mapToInt(String::length).sum();
        groups.add(values, cells, row.first(), row.last(), characters).forEach(this::handOut);
    }

    /**
     * A word and perhaps a number, where the feed asks for more, or where no number can be of a person or thing: of a title or a
     * total a record would be invented.
     */
    private boolean isNoRecord(ObjectNode cells) {
        List<String> filled = header.names().stream()
                .filter(cells::has)
                .map(name -> cells.get(name).asText())
                .toList();
        return filled.size() <= CELLS_OF_A_TOTAL
                && header.names().size() > 2 * CELLS_OF_A_TOTAL
                && (feed.required().stream().anyMatch(column -> !cells.has(column)) || isTotal(filled));
    }

    /** A word without a digit, and perhaps a number without a letter behind it. */
    private static boolean isTotal(List<String> filled) {
        return filled.get(0).chars().noneMatch(Character::isDigit)
                && filled.stream().skip(1).allMatch(text -> text.chars().noneMatch(Character::isLetter));
    }

    private String noRecord() {
        return "The row fills no more than " + CELLS_OF_A_TOTAL + " of "
                + header.names().size()
                + " columns, and not all that it must, or with no number of its own: it is a title or a line of totals, or most of"
                + " it was lost. Leave it out of the export, or complete it and send it again.";
    }

    /** The cells in the order of the header; empty where nothing stands, or an absence is declared. */
    private List<String> texts(ObjectNode cells) {
        return header.names().stream()
                .map(name -> cells.path(name).asText())
                .map(text -> AbsentMarker.reasonIn(text).isPresent() ? "" : text)
                .toList();
    }

    /**
     * Takes a row that names the columns once more; in another order it counts for the rows behind it.
     *
     * @return whether it is such a row
     */
    private boolean takeHeader(CsvRecords.CsvRow row) {
        String first = CsvFeed.fold(row.cells().get(0));
        if (!first.isEmpty() && !named.contains(first)) {
            return false;
        }
        String line = lines(row.first(), row.last());
        if (header.isRepeatedBy(row.cells(), feed)) {
            notes.put(
                    row.first(),
                    line
                            + ": this line repeats the header; it was passed over, and the rows behind it were read with the"
                            + " header before it.");
            return true;
        }
        Optional<CsvHeader> other = header.replacedBy(row.cells(), feed);
        other.ifPresent(found -> {
            header = found;
            rows = rows.under(found.names());
            shifted = new ShiftedRow(found, feed);
            notes.put(
                    row.first(),
                    line + ": this line names the columns anew, in another order; the rows behind it were read as it"
                            + " says.");
        });
        return other.isPresent();
    }

    private void handOut(RowGroups.RowGroup group) {
        String location = lines(group.first(), group.last());
        noteEarlier(group, location);
        handOut(
                group.tooLong()
                        ? rows.problem(
                                group.first(),
                                location,
                                "group-too-long",
                                group.rows(),
                                null,
                                RowGroups.tooLong(feed.groupBy()))
                        : rows.message(group.rows(), location, notesBefore(group.last()), foundUnknown(group.rows())));
    }

    /** Rows that speak of the same thing in messages of their own: one may take back what the other says. */
    private void noteEarlier(RowGroups.RowGroup group, String location) {
        boolean grouped = !feed.groupBy().isEmpty();
        RowKey key = grouped ? feed.groupBy() : feed.sameRecord();
        if (key.isEmpty()) {
            return;
        }
        ObjectNode first = group.rows().get(0);
        List<String> values = key.values(column -> first.path(column).asText());
        if (!grouped && values.get(0).isEmpty()) {
            return;
        }
        Long before = earlier.lineBefore(values, group.last(), grouped ? null : texts(first));
        if (before != null) {
            String note = grouped
                    ? ": rows with the same " + key + " stand further above (the last in line " + before
                            + "), with others between. They are two messages, and where both tell the same thing (a result, a diagnosis)"
                            + " this one counts as its correction. Sort the export by " + key
                            + ", or give each of them a number of its own."
                    : ": another row with the same " + key + " stands further above (line " + before
                            + ") and says something else; this one counts as its correction. Fill updated_at, by which the newer one is"
                            + " known, or export each once.";
            notes.merge(group.first() - 1, location + note, (one, other) -> one + " " + other);
        }
    }

    /** What was noted until a line, each once. */
    private List<String> notesBefore(long line) {
        Map<Long, String> before = notes.headMap(line);
        List<String> texts = List.copyOf(before.values());
        before.clear();
        return texts;
    }

    /** Columns that the feed does not know and that hold something here for the first time in the file. */
    private List<String> foundUnknown(List<ObjectNode> group) {
        if (unknown.isEmpty()) {
            return List.of();
        }
        List<String> found = unknown.stream()
                .filter(column -> group.stream().anyMatch(row -> row.has(column)))
                .toList();
        found.forEach(unknown::remove);
        return found.stream().map(CsvHeader::spoken).toList();
    }

    private SourceItem problem(CsvRecords.CsvRow row) {
        int expected = header.names().size();
        String sentence = row.text().indexOf('\0') >= 0
                ? "The row holds bytes of zero (NUL), which no text has: the file was damaged when it was written or copied,"
                        + " and what stood there cannot be known. Export it once more."
                : row.found() == expected
                        ? "The row is longer than a row may be, or holds a quote that is never closed. Correct the row and"
                                + " send it again."
                        : "The row has " + row.found() + " cells where the header has " + expected
                                + " columns. A quote that is not closed, or a delimiter inside of a text without quotes, makes"
                                + " such a row. Correct it and send it again.";
        String where = row.leftOut() == 0
                ? ""
                : " Its last " + row.leftOut()
                        + " characters are left out here; the whole of it stands in the file that it came"
                        + " from: in .done, when a source took it.";
        return rows.problem(
                row.first(), lines(row.first(), row.last()), "columns", List.of(), row.text(), sentence + where);
    }

    private static String lines(long first, long last) {
        return first == last ? "line " + first : "lines " + first + "-" + last;
    }
}
