package org.dhpbridge.pipeline.queue;

/**
 * A parameter as the bean of a template gets it: {@code text:} and the value. Without it Camel takes a value that begins with
 * {@code #}, as a password may, for the name of a bean.
 */
final class Given {

    private static final String MARK = "text:";

    private Given() {}

    static String text(String given) {
        return given.startsWith(MARK) ? given.substring(MARK.length()) : given;
    }

    /** @return the name of the Spring SSL bundle in {@code #ssl:<bundle>}; empty for none */
    static String bundle(String given) {
        String text = text(given);
        return text.startsWith("#ssl:") ? text.substring("#ssl:".length()) : text;
    }
}
