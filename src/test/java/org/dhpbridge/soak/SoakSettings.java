package org.dhpbridge.soak;

import java.nio.file.Path;

/**
 * What a soak is to be.
 *
 * @param messages how many messages are dropped, repeated ones counted
 * @param minutes over how long they are dropped; 0 as fast as they are taken
 * @param seed the same seed makes the same messages, files, faults and kills
 * @param database {@code sqlite}, {@code h2} or {@code postgres}
 * @param bridges how many; more than one only on PostgreSQL
 * @param kills how often a bridge is killed
 * @param delivery {@code transaction} or {@code sequential}
 * @param fullDisk whether the disk of a ledger in a file is filled once
 * @param folder where homes and logs are
 */
record SoakSettings(
        int messages,
        double minutes,
        long seed,
        String database,
        int bridges,
        int kills,
        String delivery,
        boolean fullDisk,
        Path folder) {

    boolean onPostgres() {
        return database.equals("postgres");
    }
}
