package org.dhpbridge.access;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;

/**
 * Below which paths there are pages for people: a link may lead there, and their forms are no JSON. Whoever adds one gives it a
 * filter chain of its own, before those of this room, that checks a CSRF token. A bean; without one there are no pages.
 *
 * @param prefixes whole segments, as {@code /console}
 */
public record PagePaths(List<String> prefixes) {

    public PagePaths {
        prefixes = List.copyOf(prefixes);
    }

    boolean contains(HttpServletRequest request) {
        String path = Paths.of(request);
        return prefixes.stream().anyMatch(prefix -> path.equals(prefix) || path.startsWith(prefix + "/"));
    }
}
