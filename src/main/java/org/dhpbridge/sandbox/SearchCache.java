package org.dhpbridge.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Answers to searches by their URLs, as some servers keep them: also the answer that nothing was found. */
final class SearchCache {

    private static final int MOST = 10_000;

    private record Kept(Response answer, Instant since) {}

    private final Map<String, Kept> kept = new ConcurrentHashMap<>();

    /** @param age how old an answer may be */
    Response answer(Request request, Duration age, Supplier<Response> search) {
        if (age.isZero()) {
            return search.get();
        }
        String url = request.path() + '?' + request.query();
        Instant now = Instant.now();
        Kept known = kept.get(url);
        boolean fresh =
                request.header("Cache-Control").filter(SearchCache::forbids).isPresent();
        if (!fresh && known != null && known.since().plus(age).isAfter(now)) {
            return known.answer();
        }
        Response answer = search.get();
        if (kept.size() >= MOST) {
            kept.clear();
        }
        kept.put(url, new Kept(answer, now));
        return answer;
    }

    private static boolean forbids(String cacheControl) {
        return cacheControl.contains("no-cache") || cacheControl.contains("no-store");
    }
}
