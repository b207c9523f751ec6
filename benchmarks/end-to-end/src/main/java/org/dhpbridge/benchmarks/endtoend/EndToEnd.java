package org.dhpbridge.benchmarks.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/** Two files of n messages, the second one warm; then MLLP by one and by fifty connections; then the floor. */
public final class EndToEnd {

    private static final int MLLP_MESSAGES = 2000;
    private static final long LONGEST_NANOS = 600_000_000_000L;

    private EndToEnd() {}

    /** @param args see {@link Options} */
    public static void main(String[] args) throws Exception {
        Options options = Options.of(args);
        try (FhirServer platform = new FhirServer()) {
            double warm;
            try (Bridge bridge = new Bridge(options, platform)) {
                folder("cold", bridge, platform, options, 0);
                warm = folder("warm", bridge, platform, options, 1);
                MllpLoad.run(bridge.mllpPort(), Messages.of(options.kind(), 2), 1, MLLP_MESSAGES / 4);
                MllpLoad.run(bridge.mllpPort(), Messages.of(options.kind(), 3), 50, MLLP_MESSAGES);
            }
            platform.clear();
            double floor = Floor.pace(platform.uri("/fhir"), platform.transactions(), 6000);
            System.out.printf(
                    Locale.ROOT,
                    "floor %.0f bundles/s, bridge %.0f messages/s: %.0f %% of the floor%n",
                    floor,
                    warm,
                    100 * warm / floor);
        }
    }

    /** @return messages a second */
    private static double folder(String name, Bridge bridge, FhirServer platform, Options options, int run)
            throws Exception {
        int count = options.count();
        byte[] file = Messages.of(options.kind(), run).file(count);
        long doubles = platform.doubles();
        long calls = platform.calls();
        double cpu = bridge.cpuSeconds();
        long begin = System.nanoTime();
        bridge.drop(name + ".hl7", file);
        long ended = 0;
        JsonNode states = bridge.states();
        while (ended < (long) count * (run + 1) && System.nanoTime() - begin < LONGEST_NANOS) {
            Thread.sleep(100);
            states = bridge.states();
            ended = 0;
            for (String end : java.util.List.of("delivered", "superseded", "dead")) {
                ended += states.path(end).asLong();
            }
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        long done = ended - (long) count * run;
        System.out.printf(
                Locale.ROOT,
                "%s: %d of %d ended in %.1f s = %.0f/s, %.2f ms of the bridge's CPU and %.2f HTTP calls a message; doubles %d; %s%n",
                name,
                done,
                count,
                seconds,
                done / seconds,
                1000 * (bridge.cpuSeconds() - cpu) / Math.max(done, 1),
                (platform.calls() - calls) / (double) Math.max(done, 1),
                platform.doubles() - doubles,
                states);
        return done / seconds;
    }
}
