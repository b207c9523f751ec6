package org.dhpbridge.kernel;

/**
 * What an order was called before it had the number by which it is known now: the placer's number, before the filler gave one. Its
 * results and its report are called after it, with more behind a slash.
 *
 * @param system of the number by which it is known now
 * @param value that number
 * @param formerSystem of the number before
 * @param formerValue that number
 */
public record FormerNumber(String system, String value, String formerSystem, String formerValue) {}
