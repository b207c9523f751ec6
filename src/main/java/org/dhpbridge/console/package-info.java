/**
 * What people see: the lines on the terminal, the HTTP API. In: what became of messages, and the ledger. Out: text and
 * JSON without personal data, but for a payload that is asked for.
 */
package org.dhpbridge.console;
