package org.dhpbridge.pipeline;

/**
 * A parameter as the bean of a template gets it: {@code text:} and the value. Without it Camel takes a value that begins with
 * {@code #}, as a password may, for the name of a bean.
 */
public final class ParameterText {

    private static final String MARK = "text:";

    private ParameterText() {}

    /** @return the value alone */
    public static String of(String parameter) {
        return parameter.startsWith(MARK) ? parameter.substring(MARK.length()) : parameter;
    }

    /** @return the name of the Spring SSL bundle in {@code #ssl:<bundle>}; empty for none */
    public static String bundle(String parameter) {
        String text = of(parameter);
        return text.startsWith("#ssl:") ? text.substring("#ssl:".length()) : text;
    }
}
