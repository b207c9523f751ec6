package org.dhpbridge.delivery.merge;

import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.dhpbridge.kernel.Digests;

/**
 * Which entries of a resource on the platform came from us, by their {@link Entries marks}. The link register keeps it as
 * short hashes in one text, so that nothing of the content can be read there; the resource's reference goes into each
 * hash, so that the same phone of two people is not the same hash.
 */
public final class Owned {

    /** 48 bits, 8 characters: among the dozens of entries of one resource no two are the same by chance. */
    private static final int HASH_BYTES = 6;

    private static final int HASH_LENGTH = 8;

    private final String reference;
    private final Set<String> hashes;
    private final boolean unknown;
    private final Statements statements;

    private Owned(String reference, Set<String> hashes, boolean unknown, Statements statements) {
        this.statements = statements;
        this.reference = reference;
        this.hashes = hashes;
        this.unknown = unknown;
    }

    /** @param reference the resource, as {@code Patient/7} */
    public static Owned nothing(String reference) {
        return new Owned(reference, Set.of(), false, Statements.NONE);
    }

    /** We wrote the resource or part of it, but what exactly is not recorded: what we send and find there is ours. */
    public static Owned unknown(String reference) {
        return new Owned(reference, Set.of(), true, Statements.NONE);
    }

    /**
     * @param stored what the links of the resource remember, each a result of {@link #stored} or null
     * @return unknown when none of them remembers anything
     */
    public static Owned read(String reference, Collection<String> stored) {
        Set<String> hashes = new HashSet<>();
        for (String all : stored) {
            String text = all == null ? null : Statements.ownedIn(all);
            for (int at = 0; text != null && at + HASH_LENGTH <= text.length(); at += HASH_LENGTH) {
                hashes.add(text.substring(at, at + HASH_LENGTH));
            }
        }
        return new Owned(reference, hashes, stored.stream().allMatch(Objects::isNull), Statements.read(stored));
    }

    /** For the link register; null when unknown. */
    public String stored() {
        if (unknown) {
            return null;
        }
        String[] inOrder = hashes.toArray(String[]::new);
        Arrays.sort(inOrder);
        return String.join("", inOrder) + statements.stored();
    }

    /** As {@code Patient/7}. */
    String reference() {
        return reference;
    }

    /** When sources last spoke of the parts of the record. */
    public Statements statements() {
        return statements;
    }

    /** The same, with other times. */
    public Owned with(Statements times) {
        return new Owned(reference, hashes, unknown, times);
    }

    /** The same once something was said of a part. @param time null when it is not known */
    Owned withTime(String part, Instant time) {
        return with(statements.with(reference, part, time));
    }

    /** The same once something was said of these parts. */
    public Owned withTimes(Map<String, Instant> parts) {
        Owned then = this;
        for (Map.Entry<String, Instant> part : parts.entrySet()) {
            then = then.withTime(part.getKey(), part.getValue());
        }
        return then;
    }

    /** Whether nothing is recorded of it. */
    public boolean isUnknown() {
        return unknown;
    }

    /** Whether an entry with these marks is known to be ours. */
    public boolean has(Set<String> marks) {
        return marks.stream().anyMatch(mark -> hashes.contains(hash(mark)));
    }

    /**
     * What is ours once the message is written: what was, and what the message adds.
     *
     * @param before the marks of the resource before
     * @param ours the marks of what the message says
     */
    public Owned with(Set<String> before, Set<String> ours) {
        Set<String> more = new HashSet<>(hashes);
        for (String mark : ours) {
            if (unknown || !before.contains(mark)) {
                more.add(hash(mark));
            }
        }
        return new Owned(reference, more, false, statements);
    }

    /** What of it stands there. */
    public Owned within(Set<String> there) {
        Set<String> rest = new HashSet<>();
        there.forEach(mark -> rest.add(hash(mark)));
        rest.retainAll(hashes);
        return new Owned(reference, rest, unknown, statements);
    }

    private String hash(String mark) {
        return shortHash(reference + '\n' + mark);
    }

    static String shortHash(String text) {
        byte[] digest = Digests.sha256(text);
        return Base64.getUrlEncoder().encodeToString(Arrays.copyOf(digest, HASH_BYTES));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Owned owned
                && owned.reference.equals(reference)
                && owned.hashes.equals(hashes)
                && owned.unknown == unknown
                && owned.statements.equals(statements);
    }

    @Override
    public int hashCode() {
        return Objects.hash(reference, hashes, unknown, statements);
    }
}
