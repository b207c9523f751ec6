package org.dhpbridge.mapping;

/**
 * A source code that its table does not translate.
 *
 * @param table name of the table, as {@code units} for {@code mappings/codes/units.csv}
 * @param source who coined the code, as the sending laboratory; empty when the table does not ask
 * @param code the code as the source wrote it
 * @param where place in the input, as {@code OBX-6 (segment 7)} or {@code line 12, column unit}; null when not known
 */
public record Unmapped(String table, String source, String code, String where) {}
