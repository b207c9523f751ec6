package org.dhpbridge.http;

import java.util.Optional;

/** The {@code Authorization} header with a token (RFC 6750, 2.1); its scheme may be written in any case (RFC 9110, 11.1). */
public final class BearerHeader {

    private static final String SCHEME = "Bearer";

    private BearerHeader() {}

    /**
     * The token, without blanks around it; empty text when the scheme stands alone.
     *
     * @param authorization the header's value; null when it is not there
     * @return empty when there is none, or it is of another scheme
     */
    public static Optional<String> token(String authorization) {
        String value = authorization == null ? "" : authorization.strip();
        int end = SCHEME.length();
        boolean isBearer = value.regionMatches(true, 0, SCHEME, 0, end)
                && (value.length() == end || Character.isWhitespace(value.charAt(end)));
        return isBearer ? Optional.of(value.substring(end).strip()) : Optional.empty();
    }
}
