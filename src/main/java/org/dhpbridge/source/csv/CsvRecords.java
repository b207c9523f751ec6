package org.dhpbridge.source.csv;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * The records of a file with the lines they stand on. A record with the wrong number of cells is taken as its first line
 * only: a quote that was never closed must not swallow the rows that follow.
 */
final class CsvRecords implements AutoCloseable {

    /**
     * @param first line, from 1
     * @param last line
     * @param cells as many as the header; null when they are not, or hold bytes of zero
     * @param found how many cells there are
     * @param text of the line when the cells do not fit
     * @param leftOut how many characters of the line follow that text
     */
    record CsvRow(long first, long last, List<String> cells, int found, String text, long leftOut) {}

    /** The longest row, in characters. */
    static final int ROW_LIMIT = 4 << 20;

    /** Ctrl-Z. */
    static final char END_OF_DOS_FILE = 0x1A;

    private final RewindableReader reader;
    private final char delimiter;
    private final int columns;
    private final int textKept;
    private int widest;
    private CSVParser parser;
    private Iterator<CSVRecord> records;
    private long line;
    private long linesParsed;
    private long place;
    private long suspectTo;

    /**
     * @param text from the beginning of the file
     * @param textKept how many characters are kept of a line that is longer than a row may be
     */
    CsvRecords(Reader text, CsvHeader header, int textKept) throws IOException {
        reader = new RewindableReader(text, ROW_LIMIT);
        this.textKept = textKept;
        delimiter = header.delimiter();
        columns = header.names().size();
        line = header.lines() + 1L;
        place = passHeader(header.lines());
        restart();
    }

    private long passHeader(int lines) throws IOException {
        char[] none = new char[8192];
        while (reader.afterLines(lines + 1L) == reader.afterLines(lines) && reader.read(none, 0, none.length) >= 0) {
            continue;
        }
        return reader.afterLines(lines);
    }

    private void restart() throws IOException {
        reader.mark(place);
        reader.rewind(place);
        parser = CSVParser.parse(reader, CsvHeader.format(delimiter));
        records = parser.iterator();
        linesParsed = 0;
    }

    /** @return null at the end; rows without a single character are passed over, and so are the marks of DOS at the end of a text */
    CsvRow next() throws IOException {
        while (true) {
            CSVRecord parsed;
            try {
                if (!records.hasNext()) {
                    return null;
                }
                parsed = records.next();
            } catch (UncheckedIOException e) {
                if (e.getCause() instanceof RewindableReader.TooLongException) {
                    return tooLong();
                }
                throw e.getCause();
            }
            long spanned = Math.max(1, parser.getCurrentLineNumber() - linesParsed);
            boolean fits = fits(parsed) && isCredible(spanned);
            if (!fits && spanned > 1) {
                suspectTo = Math.max(suspectTo, line + spanned - 1);
                return firstLineOnly(parsed.size());
            }
            long first = line;
            boolean damaged = parsed.stream().anyMatch(CsvRecords::isDamaged);
            String text = fits && !damaged ? null : reader.text(reader.afterLines(spanned));
            linesParsed += spanned;
            line += spanned;
            place = reader.afterLines(spanned);
            reader.mark(place);
            boolean empty = parsed.size() == 1 && isNothing(parsed.get(0)) && columns > 1;
            if (fits && !damaged) {
                if (widest == 0 && parsed.stream().anyMatch(cell -> !cell.isBlank())) {
                    widest = parsed.size();
                }
                return new CsvRow(first, line - 1, parsed.toList(), parsed.size(), null, 0);
            }
            if (!empty) {
                return new CsvRow(first, line - 1, null, parsed.size(), text, 0);
            }
        }
    }

    /**
     * Whether a row that has the right number of cells is one. Over several lines every quote must stand right, and in the
     * lines of a row that was given up a single quote is the end of a text that began before.
     */
    private boolean isCredible(long spanned) throws IOException {
        if (spanned == 1 && line > suspectTo) {
            return true;
        }
        String text = reader.text(reader.afterLines(spanned));
        return spanned == 1 ? !hasOddQuotes(text) : CsvHeader.isOneRecord(text, delimiter);
    }

    /**
     * Too many cells are no mistake when the rest is empty and the first row had as many: a delimiter at the end of every line.
     * In one row only they come of a delimiter inside of a text, and each cell behind it stands in a wrong column.
     */
    private boolean fits(CSVRecord parsed) {
        if (parsed.size() < columns || widest > 0 && parsed.size() > widest) {
            return false;
        }
        for (int i = columns; i < parsed.size(); i++) {
            if (!parsed.get(i).isBlank()) {
                return false;
            }
        }
        return true;
    }

    /** Nothing, or the end of a text as DOS marks it (Ctrl-Z) or as programs fill up their last block (NUL). */
    private static boolean isNothing(String cell) {
        return cell.chars().allMatch(c -> c == '\0' || c == END_OF_DOS_FILE);
    }

    /** A byte of zero among others: something stood there that cannot be known. */
    private static boolean isDamaged(String cell) {
        return cell.indexOf('\0') >= 0 && !isNothing(cell);
    }

    private CsvRow tooLong() throws IOException {
        if (!reader.isLineOpen()) {
            suspectTo = Math.max(suspectTo, line + parser.getCurrentLineNumber() - linesParsed);
            return firstLineOnly(columns);
        }
        StringBuilder text = new StringBuilder();
        long leftOut = reader.takeLine(text, textKept);
        place = reader.afterLines(1);
        return brokenRow(columns, text.toString(), leftOut);
    }

    private CsvRow firstLineOnly(int found) throws IOException {
        place = reader.afterLines(1);
        return brokenRow(found, reader.text(place).stripTrailing(), 0);
    }

    /** The line before the place where reading goes on. */
    private CsvRow brokenRow(int found, String text, long leftOut) throws IOException {
        CsvRow row = new CsvRow(line, line, null, found, text, leftOut);
        line++;
        restart();
        return row;
    }

    private static boolean hasOddQuotes(String text) {
        return text.chars().filter(c -> c == '"').count() % 2 != 0;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
