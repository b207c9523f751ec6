package org.dhpbridge.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.dhpbridge.ledger.Links.Key;

/**
 * Looks for resources by identifier and believes only what it sees: the platform ignores some filters silently, counts
 * wrongly, and puts OperationOutcomes among the results (docs/platform.md, Searches).
 */
class Search {

    private static final int LONGEST_QUERY = 1500;

    /**
     * What a search found.
     *
     * @param hits resources that really have one of the identifiers asked for
     * @param complete false when there were more pages than were read; then "not found" proves nothing
     */
    record Found(List<JsonNode> hits, boolean complete) {}

    private final FhirGateway gateway;
    private final DeliverySettings settings;

    Search(FhirGateway gateway, DeliverySettings settings) {
        this.gateway = gateway;
        this.settings = settings;
    }

    /** @param keys identifiers of resources of one type, at least one */
    Found byIdentifier(String type, Collection<Key> keys) {
        List<JsonNode> hits = new ArrayList<>();
        boolean complete = true;
        List<String> tokens = new ArrayList<>();
        int length = 0;
        for (Key key : keys) {
            String token = token(key);
            if (length > 0 && length + token.length() > LONGEST_QUERY) {
                complete &= pages(type, tokens, keys, hits);
                tokens.clear();
                length = 0;
            }
            tokens.add(token);
            length += token.length();
        }
        complete &= pages(type, tokens, keys, hits);
        return new Found(hits, complete);
    }

    private boolean pages(String type, List<String> tokens, Collection<Key> keys, List<JsonNode> hits) {
        Set<Key> wanted = new HashSet<>(keys);
        String url = type + "?identifier=" + String.join(",", tokens) + "&_count=" + settings.searchPageSize();
        for (int page = 0; page < settings.searchPages(); page++) {
            FhirAnswer answer = gateway.search(url);
            if (!answer.ok()) {
                throw Refusal.of(answer, "the search for " + type + " by identifier");
            }
            if (answer.json() == null || !"Bundle".equals(Json.text(answer.json(), "resourceType"))) {
                throw new PlaceFailure(
                        gateway.base() + " answered the search for " + type + " without a Bundle.",
                        answer.status(),
                        null);
            }
            for (JsonNode entry : answer.json().path("entry")) {
                JsonNode resource = entry.path("resource");
                if (type.equals(Json.text(resource, "resourceType"))
                        && Json.text(resource, "id") != null
                        && Item.keysOf(resource).stream().anyMatch(wanted::contains)) {
                    hits.add(resource);
                }
            }
            String next = next(answer.json());
            if (next == null) {
                return true;
            }
            if (!belowBase(next)) {
                return false;
            }
            url = next;
        }
        return false;
    }

    private static String next(JsonNode bundle) {
        for (JsonNode link : bundle.path("link")) {
            if ("next".equals(Json.text(link, "relation"))) {
                return Json.text(link, "url");
            }
        }
        return null;
    }

    /** Whether a link leads to our server's base and nowhere else, so that the token goes to nobody else. */
    private boolean belowBase(String link) {
        try {
            URI base = new URI(gateway.base());
            URI at = new URI(link).normalize();
            String path = at.getPath() == null ? "" : at.getPath();
            return base.getScheme().equalsIgnoreCase(at.getScheme())
                    && base.getRawAuthority().equalsIgnoreCase(at.getRawAuthority())
                    && (path.equals(base.getPath()) || path.startsWith(base.getPath() + "/"));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** {@code system|value}, escaped as FHIR (R5 search.html, "escaping search parameters") and then URLs ask for. */
    private static String token(Key key) {
        String token = escape(key.system()) + "|" + escape(key.value());
        return URLEncoder.encode(token, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String escape(String text) {
        return text.replaceAll("[\\\\,|$]", "\\\\$0");
    }
}
