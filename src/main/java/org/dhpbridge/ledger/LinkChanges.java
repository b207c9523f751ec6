package org.dhpbridge.ledger;

import java.util.List;
import java.util.Set;

/**
 * What the end of a message changes in the register of links, in the end's own transaction.
 *
 * @param keep inserted, or replaced by key: time and rank never go back, and {@code owned} null leaves what is remembered
 * @param forget links whose target is gone from the platform (404, 410); forgotten before {@code keep} is kept
 */
public record LinkChanges(List<Links.Link> keep, Set<Links.Key> forget) {

    public static final LinkChanges NONE = new LinkChanges(List.of(), Set.of());

    public LinkChanges {
        keep = List.copyOf(keep);
        forget = Set.copyOf(forget);
    }
}
