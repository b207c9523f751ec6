package org.dhpbridge.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.dhpbridge.delivery.Seen.Current;
import org.dhpbridge.delivery.json.Json;
import org.dhpbridge.delivery.json.References;
import org.dhpbridge.delivery.wire.FhirAnswer;
import org.dhpbridge.delivery.wire.FhirGateway;
import org.dhpbridge.delivery.wire.Interaction;
import org.dhpbridge.delivery.wire.Verdict;
import org.dhpbridge.ledger.Links.Key;

/**
 * Asks the platform: reads, and searches by identifier, several of them in one batch where it takes batches. It believes
 * only what it sees: the platform ignores some filters silently, counts wrongly, puts OperationOutcomes among the results,
 * and other servers answer the same search from a cache.
 */
class Questions {

    private static final int LONGEST_QUERY = 1500;
    private static final int LARGEST_BATCH = 100;

    /** Nobody has this identifier: it makes a search's URL one that was never asked, for in a batch no header can say so. */
    private static final String NEVER_ASKED = "urn:dhp-bridge:never-asked";

    /**
     * What a search found.
     *
     * @param hits resources that really have one of the identifiers asked for
     * @param gap why "not found" proves nothing; null when it does
     */
    record Hits(List<JsonNode> hits, DeliveryFailure gap) {}

    /** One question: its URL below the base. */
    private record Question(Interaction asked, String url) {}

    private final FhirGateway gateway;
    private final DeliverySettings settings;
    private final ServerOffer offer;

    Questions(FhirGateway gateway, DeliverySettings settings, ServerOffer offer) {
        this.gateway = gateway;
        this.settings = settings;
        this.offer = offer;
    }

    /** What is asked at once, and what is done with the answers: once all are there, in the order in which it was asked. */
    final class Round {

        private final List<Question> questions = new ArrayList<>();
        private final List<Runnable> then = new ArrayList<>();
        private List<FhirAnswer> answers;

        /**
         * @param reference as {@code Patient/7}
         * @param use takes the record as it is now; null when it is not there. What the platform answers otherwise is a failure
         */
        void read(String reference, Consumer<Current> use) {
            tryRead(reference, answer -> use.accept(there(reference, answer)));
        }

        /** @param use takes the answer, whatever it is */
        void tryRead(String reference, Consumer<FhirAnswer> use) {
            int at = add(new Question(Interaction.READ, reference));
            then.add(() -> use.accept(answers.get(at)));
        }

        /**
         * @param keys identifiers of resources of one type, at least one
         * @param use takes what was found, on further pages too
         */
        void search(String type, Collection<Key> keys, Consumer<Hits> use) {
            List<Integer> places = new ArrayList<>();
            List<String> tokens = new ArrayList<>();
            int length = 0;
            for (Key key : keys) {
                String token = token(key);
                if (length > 0 && length + token.length() > LONGEST_QUERY) {
                    places.add(add(new Question(Interaction.SEARCH, url(type, tokens))));
                    tokens.clear();
                    length = 0;
                }
                tokens.add(token);
                length += token.length();
            }
            places.add(add(new Question(Interaction.SEARCH, url(type, tokens))));
            Set<Key> wanted = new HashSet<>(keys);
            then.add(() -> {
                List<JsonNode> hits = new ArrayList<>();
                DeliveryFailure gap = null;
                for (int place : places) {
                    DeliveryFailure one = pages(type, answers.get(place), wanted, hits);
                    gap = gap == null ? one : gap;
                }
                use.accept(new Hits(hits, gap));
            });
        }

        /** @param step to be done with the answers, though it needs none of them */
        void then(Runnable step) {
            then.add(step);
        }

        private int add(Question question) {
            questions.add(question);
            return questions.size() - 1;
        }

        boolean asksNothing() {
            return questions.isEmpty();
        }

        /**
         * @return whether anything was to be done
         * @throws DeliveryFailure when the platform does not answer
         */
        boolean ask() {
            answers = new ArrayList<>(questions.size());
            for (int from = 0; from < questions.size(); from += LARGEST_BATCH) {
                answers.addAll(answersTo(questions.subList(from, Math.min(from + LARGEST_BATCH, questions.size()))));
            }
            then.forEach(Runnable::run);
            return !then.isEmpty();
        }
    }

    /** The record that was read; null when it is not there. */
    private Current there(String reference, FhirAnswer answer) {
        if (answer.ok()) {
            return resource(reference, answer);
        }
        if (answer.verdict(Interaction.READ) == Verdict.NOT_THERE) {
            return null;
        }
        throw Refusal.of(answer, "the read of " + reference);
    }

    /**
     * @param reference that was read, as {@code Patient/7}
     * @param answer a good one
     * @throws PlaceFailure when the answer is not the resource
     */
    Current resource(String reference, FhirAnswer answer) {
        String type = reference.substring(0, reference.indexOf('/'));
        if (answer.json() == null || !type.equals(Json.text(answer.json(), "resourceType"))) {
            throw new PlaceFailure(
                    gateway.base() + " answered the read of " + reference + " without the resource.",
                    answer.status(),
                    null);
        }
        return new Current(relative(answer.json()), answer.version());
    }

    /** The same resource, its references to the platform relative. */
    ObjectNode relative(JsonNode resource) {
        String root = gateway.base() + "/";
        return References.rewritten(
                (ObjectNode) resource, text -> text.startsWith(root) ? text.substring(root.length()) : null);
    }

    private List<FhirAnswer> answersTo(List<Question> questions) {
        if (questions.size() > 1 && offer.batch()) {
            FhirAnswer answer = gateway.batch(batchOf(questions));
            List<FhirAnswer> each = answer.entries();
            if (answer.ok() && each.size() == questions.size()) {
                List<FhirAnswer> checked = new ArrayList<>();
                for (int i = 0; i < each.size(); i++) {
                    checked.add(gateway.ofEntry(questions.get(i).asked(), each.get(i)));
                }
                return checked;
            }
            offer.batchRefused(answer.status());
        }
        return questions.stream()
                .map(question -> question.asked() == Interaction.READ
                        ? gateway.read(question.url())
                        : gateway.search(question.url()))
                .toList();
    }

    private static String batchOf(List<Question> questions) {
        ObjectNode bundle = Json.object().put("resourceType", "Bundle").put("type", "batch");
        ArrayNode entries = bundle.putArray("entry");
        String fresh = "," + encoded(NEVER_ASKED + "|" + UUID.randomUUID());
        for (Question question : questions) {
            String url = question.url();
            int count = url.indexOf("&_count=");
            entries.addObject()
                    .putObject("request")
                    .put("method", "GET")
                    .put("url", count < 0 ? url : url.substring(0, count) + fresh + url.substring(count));
        }
        return Json.write(bundle);
    }

    private String url(String type, List<String> tokens) {
        return type + "?identifier=" + String.join(",", tokens) + "&_count=" + settings.searchPageSize();
    }

    /** @return as in {@link Hits} */
    private DeliveryFailure pages(String type, FhirAnswer first, Set<Key> wanted, List<JsonNode> hits) {
        FhirAnswer answer = first;
        boolean failed = false;
        boolean anyShown = false;
        for (int page = 0; page < settings.searchPages(); page++) {
            if (!answer.ok()) {
                throw Refusal.of(answer, "the search for " + type + " by identifier");
            }
            if (answer.json() == null || !"Bundle".equals(Json.text(answer.json(), "resourceType"))) {
                throw new PlaceFailure(
                        gateway.base() + " answered the search for " + type + " without a Bundle.",
                        answer.status(),
                        null);
            }
            failed |= FhirAnswer.isError(answer.json().path("issues"));
            for (JsonNode entry : answer.json().path("entry")) {
                JsonNode resource = entry.path("resource");
                failed |= FhirAnswer.isError(resource);
                anyShown |= type.equals(Json.text(resource, "resourceType"));
                if (type.equals(Json.text(resource, "resourceType"))
                        && Json.text(resource, "id") != null
                        && (BatchEntry.keysOf(resource).stream().anyMatch(wanted::contains)
                                || BatchEntry.secondaryKeysOf(resource).stream().anyMatch(wanted::contains))) {
                    hits.add(resource);
                }
            }
            String next = next(answer.json());
            if (next == null) {
                boolean hidden = !anyShown && answer.json().path("total").asInt() > 0;
                return failed || hidden ? failed(type, answer.status()) : null;
            }
            if (!belowBase(next)) {
                break;
            }
            if (page + 1 < settings.searchPages()) {
                answer = gateway.search(next);
            }
        }
        return failed ? failed(type, answer.status()) : Identity.incomplete(type);
    }

    private PlaceFailure failed(String type, int status) {
        return new PlaceFailure(
                gateway.base() + " answered the search for " + type
                        + " with an error among its results, or with fewer than it counted, so that nothing is found there"
                        + " proves nothing.",
                status,
                null);
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
        return encoded(escape(key.system()) + "|" + escape(key.value()));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' || c == ',' || c == '|' || c == '$') {
                escaped.append('\\');
            }
            escaped.append(c);
        }
        return escaped.toString();
    }
}
