package org.dhpbridge.mapping;

/** Two texts, never null, by which something is known. Compared by hand: what a record has for that is several times slower as C1 compiles it. */
record TextPair(String first, String second) {

    @Override
    public boolean equals(Object other) {
        return other instanceof TextPair pair && first.equals(pair.first) && second.equals(pair.second);
    }

    @Override
    public int hashCode() {
        return 31 * first.hashCode() + second.hashCode();
    }
}
