package org.dhpbridge.source.hl7;

/**
 * Something about a message's structure that a person should see, though it stops nothing.
 *
 * @param code for programs, as {@code misplaced}
 * @param place as {@code segment 4 (OBX)}
 * @param sentence what stands there and what became of it; no value of the message
 */
record ReaderNote(String code, String place, String sentence) {}
