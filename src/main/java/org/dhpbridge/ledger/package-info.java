/**
 * Inbox, queue, journal, de-duplication and the register of what lives where on the platform. In: received messages and
 * what became of them. Out: due messages, one a subject at a time; a message's fate and history; links.
 */
package org.dhpbridge.ledger;
