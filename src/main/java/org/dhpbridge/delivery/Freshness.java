package org.dhpbridge.delivery;

import java.time.Instant;
import org.dhpbridge.ledger.Links.Link;

/**
 * Which of two states of a record is the newer: the later one, of one time the more final one. A result that is not final yet
 * is never newer than a final one, whatever their times: clocks are wrong, and a report that comes late tells what was before.
 */
final class Freshness {

    private Freshness() {}

    static int compare(Link one, Link other) {
        int byFinality = StatusRank.compareFinality(one.statusRank(), other.statusRank());
        if (byFinality != 0) {
            return byFinality;
        }
        Instant a = one.eventTime() == null ? Instant.MIN : one.eventTime();
        Instant b = other.eventTime() == null ? Instant.MIN : other.eventTime();
        int byTime = a.compareTo(b);
        return byTime != 0 ? byTime : Integer.compare(one.statusRank(), other.statusRank());
    }

    /**
     * Whether what was delivered is newer than what a message says.
     *
     * @param delivered null when nothing is known to have been
     * @param eventTime of the message; null when it does not say, then nothing is newer but what is final
     */
    static boolean overtakes(Link delivered, Instant eventTime, int statusRank) {
        int byFinality = delivered == null ? 0 : StatusRank.compareFinality(delivered.statusRank(), statusRank);
        if (byFinality != 0) {
            return byFinality > 0;
        }
        if (delivered == null || delivered.eventTime() == null || eventTime == null) {
            return false;
        }
        int byTime = delivered.eventTime().compareTo(eventTime);
        return byTime > 0 || byTime == 0 && delivered.statusRank() > statusRank;
    }
}
