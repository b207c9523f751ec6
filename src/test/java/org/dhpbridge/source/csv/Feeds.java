package org.dhpbridge.source.csv;

/** Feeds of tests. */
public final class Feeds {

    private Feeds() {}

    /**
     * The feed of a descriptor.
     *
     * @throws IllegalArgumentException with every mistake of the descriptor as a sentence
     */
    public static CsvFeed parse(String name, String yaml) {
        return new CsvFeedParser(name, yaml).parse();
    }
}
