package org.dhpbridge.kernel;

import java.util.Locale;

/** How constants are written outside of Java: {@code SIGN_IN} is {@code sign-in}. */
public final class EnumCode {

    private EnumCode() {}

    /** In lower case, with hyphens. */
    public static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
