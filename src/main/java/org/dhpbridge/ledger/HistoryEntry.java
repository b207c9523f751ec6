package org.dhpbridge.ledger;

import java.time.Instant;

/**
 * One thing that happened to a message.
 *
 * @param step {@code received}, {@code delivered}, {@code superseded}, {@code dead}, {@code retry}, {@code released},
 *     {@code interrupted}, {@code replayed} or {@code identified} (read and identified again by a replay from receive)
 * @param detail a sentence; may be null
 * @param who the bridge, or the person who did it
 */
public record HistoryEntry(Instant at, String step, String detail, String who) {}
