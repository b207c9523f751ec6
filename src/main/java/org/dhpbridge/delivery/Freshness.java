package org.dhpbridge.delivery;

import java.time.Instant;
import org.dhpbridge.ledger.Links.Link;

/** Which of two states of a record is the newer: the later one, of one time the more final one. */
final class Freshness {

    private Freshness() {}

    static int compare(Link one, Link other) {
        Instant a = one.eventTime() == null ? Instant.MIN : one.eventTime();
        Instant b = other.eventTime() == null ? Instant.MIN : other.eventTime();
        int byTime = a.compareTo(b);
        return byTime != 0 ? byTime : Integer.compare(one.statusRank(), other.statusRank());
    }

    /**
     * Whether what was delivered is newer than what a message says.
     *
     * @param delivered null when nothing is known to have been
     * @param eventTime of the message; null when it does not say, then nothing is newer
     */
    static boolean overtakes(Link delivered, Instant eventTime, int statusRank) {
        if (delivered == null || delivered.eventTime() == null || eventTime == null) {
            return false;
        }
        int byTime = delivered.eventTime().compareTo(eventTime);
        return byTime > 0 || byTime == 0 && delivered.statusRank() > statusRank;
    }
}
