package org.dhpbridge.benchmarks.endtoend;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is measured.
 *
 * @param jar the bridge
 * @param count messages a round
 * @param kind {@code oru} (ten OBX, each of a new patient) or {@code adt} (A01 of a new patient)
 * @param java options of the bridge's JVM, as {@code -Xmx256m}
 * @param bridge settings of the bridge, as {@code --dhp.ledger.url=…}
 */
record Options(String jar, int count, String kind, List<String> java, List<String> bridge) {

    /** @throws IllegalArgumentException with a sentence, when a word is not known */
    static Options of(String... words) {
        Map<String, String> known = new HashMap<>(Map.of("jar", "target/dhp-bridge.jar", "n", "4000", "kind", "oru"));
        List<String> java = new ArrayList<>();
        List<String> bridge = new ArrayList<>();
        for (String word : words) {
            String[] parts = word.split("=", 2);
            if (word.startsWith("--dhp.")) {
                bridge.add(word);
            } else if (word.startsWith("-X") || word.startsWith("-D")) {
                java.add(word);
            } else if (parts.length == 2 && known.containsKey(parts[0])) {
                known.put(parts[0], parts[1]);
            } else {
                throw new IllegalArgumentException(
                        "Not known: " + word
                                + ". Known are jar=…, n=…, kind=oru|adt, options of the JVM (-Xmx256m) and settings (--dhp.…=…).");
            }
        }
        if (!List.of("oru", "adt").contains(known.get("kind"))) {
            throw new IllegalArgumentException("kind is oru or adt, and not " + known.get("kind"));
        }
        return new Options(known.get("jar"), Integer.parseInt(known.get("n")), known.get("kind"), java, bridge);
    }
}
