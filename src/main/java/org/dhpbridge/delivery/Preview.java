package org.dhpbridge.delivery;

import java.util.List;
import org.dhpbridge.conformance.Issue;

/**
 * What a delivery would do. Holds personal data.
 *
 * @param resources one a resource, in the order of the request
 * @param doubts the warnings that it would give the message
 */
public record Preview(List<Planned> resources, List<Issue> doubts) {

    /** Without its content, which is personal data. */
    @Override
    public String toString() {
        return resources.toString();
    }
}
