package org.dhpbridge.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What was asked of the sandbox so far, counted by kind of request and by status of the answer. */
final class Statistics {

    private final Map<String, LongAdder> requests = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> statuses = new ConcurrentHashMap<>();

    void request(String kind) {
        count(requests, kind);
    }

    void answered(int status) {
        count(statuses, Integer.toString(status));
    }

    private static void count(Map<String, LongAdder> counters, String key) {
        counters.computeIfAbsent(key, k -> new LongAdder()).increment();
    }

    ObjectNode toJson(Map<String, Long> resources) {
        ObjectNode json = StrictJson.object();
        put(json.putObject("requests"), requests);
        put(json.putObject("answers"), statuses);
        ObjectNode stored = json.putObject("resources");
        resources.forEach(stored::put);
        return json;
    }

    private static void put(ObjectNode json, Map<String, LongAdder> counters) {
        new TreeMap<>(counters).forEach((key, count) -> json.put(key, count.sum()));
    }
}
