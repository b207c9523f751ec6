package org.dhpbridge.mapping;

import java.io.IOException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;

/** A table under {@code mappings/}: its first line names the columns, lines that begin with {@code #} are comments. */
final class CsvTable {

    private static final String BYTE_ORDER_MARK = "\ufeff";
    private static final CSVFormat FORMAT = CSVFormat.DEFAULT
            .builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .setCommentMarker('#')
            .setTrim(true)
            .setIgnoreEmptyLines(true)
            .get();

    private CsvTable() {}

    /**
     * @param text of the file; Excel puts a byte order mark before it
     * @return its rows, to be closed; while they are read it throws {@link java.io.UncheckedIOException}
     * @throws IllegalArgumentException when the header is none
     */
    static CSVParser parse(String text) throws IOException {
        return CSVParser.parse(
                text.startsWith(BYTE_ORDER_MARK) ? text.substring(BYTE_ORDER_MARK.length()) : text, FORMAT);
    }
}
