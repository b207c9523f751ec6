/**
 * CSV exports. In: a file and the descriptor of its feed. Out: messages of one row, or of the rows that belong together,
 * each as a JSON tree keyed by the header.
 */
package org.dhpbridge.source.csv;
