/**
 * Reads what hospitals send. In: the bytes of a file, a message or a row. Out: messages cut out of it one by one
 * ({@link org.dhpbridge.source.MessageSplitter}), and each message as one JSON tree
 * ({@link org.dhpbridge.source.MessageReader}) or a sentence that says why it cannot be read.
 */
package org.dhpbridge.source;
