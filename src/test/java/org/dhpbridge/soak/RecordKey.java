package org.dhpbridge.soak;

/**
 * A record of the hospitals as the platform shows it.
 *
 * @param type FHIR resource type
 * @param identifier value of one of its business identifiers; nothing else in a load has it
 */
record RecordKey(String type, String identifier) implements Comparable<RecordKey> {

    @Override
    public int compareTo(RecordKey other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return type + " " + identifier;
    }
}
