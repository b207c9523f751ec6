package org.dhpbridge.delivery;

import java.math.BigInteger;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.dhpbridge.ledger.Links.Link;

/** What the versions of a record (FHIR R5, Resource.meta.versionId) tell of the order in which they were written. */
final class Versions {

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,30}");

    private Versions() {}

    /**
     * Whether a version may be one before that which was written last: where versions count up, as {@code 7}, a lower one;
     * where they say nothing, every other one.
     *
     * @param read null when the platform named none
     * @param links with the versions that were written
     */
    static boolean mayBeOlder(String read, List<Link> links) {
        if (read == null || links.isEmpty()) {
            return false;
        }
        List<String> written =
                links.stream().map(Link::version).filter(Objects::nonNull).toList();
        return isNumber(read) && written.stream().allMatch(Versions::isNumber)
                ? written.stream().anyMatch(other -> new BigInteger(other).compareTo(new BigInteger(read)) > 0)
                : written.size() == links.size() && !written.contains(read);
    }

    private static boolean isNumber(String version) {
        return NUMBER.matcher(version).matches();
    }
}
