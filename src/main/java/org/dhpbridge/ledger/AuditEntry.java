package org.dhpbridge.ledger;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.dhpbridge.kernel.Digests;

/**
 * One row of the audit.
 *
 * @param seq 1 and up, without gaps
 * @param at when, RFC 3339 in UTC
 * @param actor issuer and subject of the person, or what else acted
 * @param action a word of a fixed list, as {@code reveal}
 * @param target what it was done to, as {@code message 17}; null when nothing in particular
 * @param detail more about it, without personal data; null when there is nothing to say
 * @param bridge which bridge wrote the row
 * @param previous hash of the row before; 64 zeros for the first
 * @param hash SHA-256, in hexadecimal digits, of the JSON array of all the others in this order, in UTF-8
 */
public record AuditEntry(
        long seq,
        String at,
        String actor,
        String action,
        String target,
        String detail,
        String bridge,
        String previous,
        String hash) {

    /** Whether the hash is the one that the other values make. */
    public boolean isAsWritten() {
        return computedHash().equals(hash);
    }

    /** The hash that the other values make. */
    String computedHash() {
        ArrayNode values = JsonNodeFactory.instance.arrayNode();
        values.add(seq)
                .add(at)
                .add(actor)
                .add(action)
                .add(target)
                .add(detail)
                .add(bridge)
                .add(previous);
        return Digests.sha256Hex(values.toString());
    }

    AuditEntry withHash() {
        return new AuditEntry(seq, at, actor, action, target, detail, bridge, previous, computedHash());
    }
}
