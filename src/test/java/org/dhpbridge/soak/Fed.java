package org.dhpbridge.soak;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** One message of the load, however often its bytes are dropped. */
final class Fed {

    final String what;
    final String deadCode;
    final List<Statement> says;
    final Set<String> places = new TreeSet<>();

    /**
     * @param what for people, as {@code ADT^A08}
     * @param deadCode the error code with which it must end dead; null when it must be delivered or superseded
     * @param says nothing for what must end dead
     */
    Fed(String what, String deadCode, List<Statement> says) {
        this.what = what;
        this.deadCode = deadCode;
        this.says = says;
    }

    boolean mustBeDead() {
        return deadCode != null;
    }

    /** The first of the files and places in them where it stands, for people. */
    String place() {
        return places.isEmpty() ? "not dropped" : places.iterator().next();
    }
}
