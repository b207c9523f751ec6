package org.dhpbridge.delivery.json;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A reference to a resource on a server, relative or absolute: {@code [base/]Type/id[/_history/version]}. */
public record ServerId(String type, String id, String version) {

    private static final Pattern FORM = Pattern.compile(
            "(?:.*/)?([A-Z][A-Za-z]{1,63})/([A-Za-z0-9.\\-]{1,64})(?:/_history/([A-Za-z0-9.\\-]{1,64}))?");

    /** Null when the text is no such reference. */
    public static ServerId of(String reference) {
        if (reference == null) {
            return null;
        }
        Matcher form = FORM.matcher(reference);
        return form.matches() ? new ServerId(form.group(1), form.group(2), form.group(3)) : null;
    }

    /** As {@code Patient/7}. */
    public String reference() {
        return type + "/" + id;
    }
}
