/**
 * Tables of other systems. In: where a database is, and a query. Out: its new rows as messages, read as they are asked for,
 * and what to remember when they are in the ledger: a watermark, or marks in the database itself. Knows neither Camel nor the
 * ledger.
 */
package org.dhpbridge.table;
