package org.dhpbridge.mapping.trace;

/**
 * A row of a code table that decided a value.
 *
 * @param file as {@code mappings/codes/gender.csv}
 * @param row what stands in its first column, {@code *} for the row of everything else
 */
public record TableRow(String file, String row) {}
