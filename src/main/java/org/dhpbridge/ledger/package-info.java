/**
 * Inbox, queue, journal, de-duplication and the register of what lives where on the platform. In: received messages and
 * what became of them. Out: due messages, one a subject at a time; a message's fate and history; links.
 *
 * <p>The same on SQLite, H2 and PostgreSQL: what differs stands in {@link org.dhpbridge.ledger.Dialect}. A change of the tables is
 * one file for all of them in {@code db/common} (docs/decisions/0009-the-ledger-in-a-file.md).
 */
package org.dhpbridge.ledger;
