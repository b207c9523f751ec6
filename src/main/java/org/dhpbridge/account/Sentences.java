package org.dhpbridge.account;

/** Words that several findings share. */
final class Sentences {

    private Sentences() {}

    /** What to do about something that is not accounted for. */
    static String remedy(String mapping) {
        return "The message is held back, so that nothing of it is lost unseen. Let mappings/" + mapping
                + ".jslt make a record of it (accounts-for), or name it with a reason (not-carried, docs/mapping.md); or"
                + " correct the message in the source. Then replay it.";
    }
}
