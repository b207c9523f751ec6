/**
 * The beans behind {@code routes/}: they tie the features together, one method a step. In: files that a source picked up,
 * and due messages. Out: messages in the ledger, and their ends. What a step does to the content of a message is not here
 * but in {@code source}, {@code transform} and {@code delivery}.
 */
package org.dhpbridge.pipeline;
