/**
 * What a monitoring system reads ({@code /actuator/prometheus}, {@code /actuator/metrics}). In: what happens to messages,
 * tokens and the ledger. Out: meters, whose tags are names of sources, states and codes, and never anything of a message.
 */
package org.dhpbridge.metrics;
