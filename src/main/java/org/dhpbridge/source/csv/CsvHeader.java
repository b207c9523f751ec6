package org.dhpbridge.source.csv;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.dhpbridge.source.UnreadableFileException;
import org.dhpbridge.source.charset.Decoded;

/**
 * The header line of a file.
 *
 * @param delimiter between the columns
 * @param names a column each, all different, the feed's spelling for the feed's columns
 * @param lines how many lines of the file come before the first row
 * @param closed whether it ends where its names do; not when a quote of it takes in lines that are none of it
 */
record CsvHeader(char delimiter, List<String> names, int lines, boolean closed) {

    private static final char[] DELIMITERS = {',', ';', '\t', '|'};
    private static final String NAMELESS = "_column_";
    private static final int LONGEST_NAME = 40;
    private static final Pattern CAPITALS = Pattern.compile("\\p{Lu}[\\p{L}.]*([ -]\\p{Lu}[\\p{L}.ʻʼ’']*)+");
    private static final Pattern LONG_NUMBER = Pattern.compile("\\d{5}");
    private static final Pattern AGAIN = Pattern.compile(" \\(\\d+\\)$");
    private static final Pattern EXCEL_HINT = Pattern.compile("(?i) *\"?sep=(?<delimiter>[^\"]) *\"?[ ,;\\t|]*");

    /**
     * @param beginning of the file, long enough to hold the header
     * @param setting {@code auto} or a delimiter
     * @throws UnreadableFileException when it is no header of the feed
     */
    static CsvHeader find(String beginning, CsvFeed feed, String setting) {
        CsvHeader header = best(beginning, feed, setting);
        String place = "The " + (feed.skipLines() == 0 ? "first line" : "line behind the first " + feed.skipLines());
        if (!header.closed) {
            throw new UnreadableFileException(
                    "header",
                    place
                            + " holds a quote (\") that no other one closes before the rows begin, so that nobody can say where the"
                            + " names of the columns end. Close that quote, or leave it out. A name may stand on several"
                            + " lines inside of its quotes; only the first of them may hold the delimiter then.");
        }
        List<String> missing = header.missing(feed);
        if (!missing.isEmpty()) {
            throw new UnreadableFileException(
                    "header",
                    place + " lacks the column" + (missing.size() == 1 ? " " : "s ") + String.join(", ", missing)
                            + " of the feed " + feed.name() + "; it has " + header.names.size()
                            + (header.names.size() == 1 ? " column" : " columns") + ", of which "
                            + header.known(feed)
                            + " are known. That line must name the columns; lines that stand before it are passed over"
                            + " when mappings/csv/" + feed.name() + ".yaml says how many (skip-lines).");
        }
        return header;
    }

    /** How a column is called where everybody reads it: by its name, or by its place where it has none. */
    static String spoken(String name) {
        return isNameless(name) ? name.substring(NAMELESS.length()) : name;
    }

    /**
     * What the header says of a column: the feed's spelling for one of the feed's; another one keeps its name when that looks like
     * one. Where something else stands in the place of a name it may be a person's, so the column has its place for a name.
     */
    private static String named(String cell, CsvFeed feed, int position) {
        String name = feed.columnNamed(cell);
        boolean isName = feed.columns().containsKey(name)
                || !name.isEmpty()
                        && name.length() <= LONGEST_NAME
                        && (Character.isLetter(name.charAt(0)) || name.charAt(0) == '№')
                        && !LONG_NUMBER.matcher(name).find()
                        && !CAPITALS.matcher(name).matches();
        return isName ? name : NAMELESS + position;
    }

    /** The columns of the feed's required ones that are not here. */
    List<String> missing(CsvFeed feed) {
        return feed.missing(names);
    }

    /** Whether a row is the header once more, as where files were put together. */
    boolean isRepeatedBy(List<String> cells, CsvFeed feed) {
        for (int i = 0; i < names.size(); i++) {
            String cell = CsvFeed.strip(cells.get(i));
            if (!cell.isEmpty()
                    && !named(cell, feed, i + 1)
                            .equals(AGAIN.matcher(names.get(i)).replaceAll(""))) {
                return false;
            }
        }
        return known(feed) > 0 && isFilled(cells);
    }

    /** What a row is when it names these columns, or others of the feed, in another order, as where files were put together. */
    Optional<CsvHeader> replacedBy(List<String> cells, CsvFeed feed) {
        Set<String> others = new LinkedHashSet<>();
        for (int i = 0; i < cells.size(); i++) {
            String name = named(CsvFeed.strip(cells.get(i)), feed, i + 1);
            boolean known =
                    feed.columns().containsKey(name) || names.contains(name) || isNameless(name) && hasNameless();
            if (!known || !others.add(name)) {
                return Optional.empty();
            }
        }
        CsvHeader other = new CsvHeader(delimiter, List.copyOf(others), lines, closed);
        return other.missing(feed).isEmpty() && other.known(feed) > 1 ? Optional.of(other) : Optional.empty();
    }

    private boolean hasNameless() {
        return names.stream().anyMatch(CsvHeader::isNameless);
    }

    private static boolean isNameless(String name) {
        return name.startsWith(NAMELESS);
    }

    private boolean isFilled(List<String> cells) {
        for (int i = 0; i < names.size(); i++) {
            if (!isNameless(names.get(i)) && CsvFeed.strip(cells.get(i)).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /** How many of the feed's columns are here. */
    long known(CsvFeed feed) {
        return names.stream().filter(feed.columns()::containsKey).count();
    }

    /** As far as it goes, with the delimiter that finds most of the feed's columns. */
    static CsvHeader best(String beginning, CsvFeed feed, String setting) {
        int skipped = 0;
        String text = Decoded.clean(beginning);
        while (skipped < feed.skipLines() && !text.isEmpty()) {
            text = text.substring(nextLine(text));
            skipped++;
        }
        while (!text.isEmpty() && firstLine(text).isBlank() && nextLine(text) <= text.length()) {
            text = text.substring(nextLine(text));
            skipped++;
        }
        char[] candidates = CsvOptions.delimiterNamed(setting)
                .map(delimiter -> new char[] {delimiter})
                .orElse(DELIMITERS);
        Matcher hint = EXCEL_HINT.matcher(firstLine(text));
        if (hint.matches()) {
            candidates = new char[] {hint.group("delimiter").charAt(0)};
            text = text.substring(nextLine(text));
            skipped++;
        }
        CsvHeader best = null;
        for (char delimiter : candidates) {
            CsvHeader header = parse(text, delimiter, feed, skipped);
            if (best == null
                    || header.known(feed) > best.known(feed)
                    || header.known(feed) == best.known(feed) && header.names.size() > best.names.size()) {
                best = header;
            }
        }
        return best;
    }

    private static CsvHeader parse(String text, char delimiter, CsvFeed feed, int skipped) {
        try (CSVParser parser = CSVParser.parse(new StringReader(text), format(delimiter))) {
            Iterator<CSVRecord> records = parser.iterator();
            Set<String> names = new LinkedHashSet<>();
            CSVRecord record = records.hasNext() ? records.next() : null;
            int lines = Math.max(1, (int) parser.getCurrentLineNumber());
            if (record != null) {
                int position = 0;
                for (String cell : record) {
                    position++;
                    String stripped = CsvFeed.strip(cell);
                    String name = named(stripped, feed, position);
                    if (!names.add(name) && feed.columns().containsKey(name)) {
                        throw new UnreadableFileException(
                                "header", "The first line names the column " + name + " twice; only one can be meant.");
                    }
                    for (int again = 2; names.size() < position; again++) {
                        names.add(name + " (" + again + ")");
                    }
                }
            }
            boolean closed = record == null
                    || record.stream().noneMatch(CsvHeader::hasLineBreak)
                    || record.stream().allMatch(cell -> isName(cell, delimiter))
                            && isClosed(text.substring(0, end(records, text)), delimiter);
            return new CsvHeader(delimiter, new ArrayList<>(names), skipped + lines, closed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the record before ends. */
    private static int end(Iterator<CSVRecord> records, String text) {
        return records.hasNext() ? (int) records.next().getCharacterPosition() : text.length();
    }

    private static boolean hasLineBreak(String cell) {
        return cell.indexOf('\n') >= 0 || cell.indexOf('\r') >= 0;
    }

    /** Whether no line behind the first is one of several cells, as a row is that a quote took in. */
    private static boolean isName(String cell, char delimiter) {
        return cell.lines().skip(1).allMatch(line -> line.indexOf(delimiter) < 0);
    }

    /** Whether every quote of it stands right, and has another one. */
    private static boolean isClosed(String text, char delimiter) throws IOException {
        return text.chars().filter(c -> c == '"').count() % 2 == 0 && isOneRecord(text, delimiter);
    }

    /** Whether it is a single record, and every quote stands right. */
    static boolean isOneRecord(String text, char delimiter) throws IOException {
        try (CSVParser strict = CSVParser.parse(text, strictFormat(delimiter))) {
            Iterator<CSVRecord> found = strict.iterator();
            found.next();
            return !found.hasNext();
        } catch (UncheckedIOException quotesStandWrong) {
            return false;
        }
    }

    /** Lenient: what stands after a closing quote belongs to the cell, and the end of the file closes a quote. */
    static CSVFormat format(char delimiter) {
        return strictFormat(delimiter)
                .builder()
                .setTrailingData(true)
                .setLenientEof(true)
                .get();
    }

    private static CSVFormat strictFormat(char delimiter) {
        return CSVFormat.DEFAULT
                .builder()
                .setDelimiter(delimiter)
                .setIgnoreEmptyLines(false)
                .setIgnoreSurroundingSpaces(true)
                .get();
    }

    private static String firstLine(String text) {
        int to = 0;
        while (to < text.length() && text.charAt(to) != '\r' && text.charAt(to) != '\n') {
            to++;
        }
        return text.substring(0, to);
    }

    private static int nextLine(String text) {
        int end = firstLine(text).length();
        boolean both = text.startsWith("\r\n", end);
        return Math.min(text.length(), end + (both ? 2 : 1));
    }
}
