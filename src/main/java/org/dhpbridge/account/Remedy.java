package org.dhpbridge.account;

/** What several findings tell to do. */
final class Remedy {

    private Remedy() {}

    /** What to do about something that is not accounted for. */
    static String of(String mapping) {
        return "The message is held back, so that nothing of it is lost unseen. Let mappings/" + mapping
                + ".jslt make a record of it (accounts-for), or name it with a reason (not-carried, docs/mapping.md); or"
                + " correct the message in the source. Then replay it.";
    }
}
