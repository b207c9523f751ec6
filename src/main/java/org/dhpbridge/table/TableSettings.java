package org.dhpbridge.table;

import java.time.ZoneId;
import org.dhpbridge.source.csv.CsvFeed;

/**
 * A table that is read again and again: by a watermark, or by marks that are set in it.
 *
 * @param name of the query's file, for people
 * @param url JDBC URL
 * @param user of the database; empty when the URL says it
 * @param password of the user
 * @param query SELECT statement; with a watermark it has the parameter {@code :watermark}
 * @param feed whose rows these are
 * @param watermark column of the query that rises with every change of a row; empty without
 * @param start where to begin: a time or a number; only with a watermark
 * @param overlap how far each query looks back: {@code 10m}, or a number; empty for 10 minutes, or 1000
 * @param done statement that marks a row as taken, its parameters columns of the query ({@code :id}); empty without
 * @param zone in which times with a zone are written
 */
public record TableSettings(
        String name,
        String url,
        String user,
        String password,
        String query,
        CsvFeed feed,
        String watermark,
        String start,
        String overlap,
        String done,
        ZoneId zone) {

    /** How what was reached is kept apart from another beginning. */
    public String begunAt() {
        return isMarked() ? "marks" : start;
    }

    boolean isMarked() {
        return !done.isBlank();
    }

    /** Without the password. */
    @Override
    public String toString() {
        return name + " of feed " + feed.name();
    }
}
