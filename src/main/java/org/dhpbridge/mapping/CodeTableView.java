package org.dhpbridge.mapping;

import java.util.List;
import java.util.Map;

/**
 * A code table as people see it, with what stands over its file.
 *
 * @param name as {@code units}
 * @param header all columns, in the order of the file
 * @param columns those of the header, without the first and without {@code source}
 * @param bySource whether a row may be for one source alone
 * @param about what the comments of the file say
 * @param rows each with all its columns, the first as {@code from}
 * @param elements elements of the profiles that take its codes, as {@code Patient.gender}; empty when none is known
 */
public record CodeTableView(
        String name,
        List<String> header,
        List<String> columns,
        boolean bySource,
        String about,
        List<Map<String, String>> rows,
        List<String> elements) {}
