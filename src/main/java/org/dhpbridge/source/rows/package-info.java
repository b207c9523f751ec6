/**
 * Rows that come from elsewhere than a CSV file: of a database query, or of a JSON body. In: a {@link java.sql.ResultSet} or
 * bytes, and the descriptor of the feed. Out: the same messages that a CSV file of the feed would give, so that the same
 * mapping reads them.
 *
 * <p>A source of rows uses three parts, in this order: {@link org.dhpbridge.source.rows.JdbcRows} (or {@link
 * org.dhpbridge.source.rows.JsonRows}) makes a JSON object of each row, {@link org.dhpbridge.source.rows.RowMessages} makes
 * messages of the objects.
 */
package org.dhpbridge.source.rows;
