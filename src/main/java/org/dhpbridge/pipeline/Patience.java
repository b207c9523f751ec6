package org.dhpbridge.pipeline;

import java.time.Duration;

/**
 * How long a message waits before the platform is tried again.
 *
 * @param initial first wait; doubled with every failure, half of it drawn by chance
 * @param longest longest wait
 * @param attempts how many attempts a message has that fails alone, while others get through
 * @param settle shortest wait after an answer that was lost: only then does a search show what was written
 * @param probe how long delivery rests before one message tries again after the platform refused access
 */
public record Patience(Duration initial, Duration longest, int attempts, Duration settle, Duration probe) {}
