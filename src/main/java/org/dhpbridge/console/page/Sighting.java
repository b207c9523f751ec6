package org.dhpbridge.console.page;

/**
 * How a code stands in messages.
 *
 * @param name what the source calls it; empty when it does not
 * @param unit as the source writes it; empty when there is none
 * @param shape of the value beside it; empty when there is none
 * @param messages in how many of those that were looked at
 */
public record Sighting(String name, String unit, String shape, long messages) {}
