package org.dhpbridge.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiPredicate;

/** The faults that are set at the moment. Each has chances of its own, so its n-th request always fares the same. */
final class Faults {

    private static final class Live {
        private final FaultRule rule;
        private final SplittableRandom chance;
        private long fitting;
        private long struck;

        private Live(FaultRule rule, SplittableRandom chance) {
            this.rule = rule;
            this.chance = chance;
        }

        private boolean strikes(Request request, BiPredicate<FaultRule, Request> concerns) {
            if (struck >= rule.count() || !concerns.test(rule, request)) {
                return false;
            }
            fitting++;
            if (chance.nextDouble() >= rule.probability()) {
                return false;
            }
            struck++;
            return true;
        }
    }

    private long seed;
    private List<Live> live;

    Faults(FaultSet set) {
        replace(set);
    }

    synchronized void replace(FaultSet set) {
        SplittableRandom chances = new SplittableRandom(set.seed());
        seed = set.seed();
        live = set.rules().stream().map(rule -> new Live(rule, chances.split())).toList();
    }

    /** What a request suffers: in their order, up to the first fault that takes the place of the answer. */
    Strikes strike(Request request) {
        return strike(request, FaultRule::concerns);
    }

    /** What one entry of a batch suffers. */
    Strikes strikeEntry(Request entry) {
        return strike(entry, FaultRule::concernsEntry);
    }

    private synchronized Strikes strike(Request request, BiPredicate<FaultRule, Request> concerns) {
        List<FaultRule> struck = new ArrayList<>();
        for (Live fault : live) {
            if (fault.strikes(request, concerns)) {
                struck.add(fault.rule);
                if (fault.rule.kind().replacesAnswer()) {
                    break;
                }
            }
        }
        return new Strikes(struck);
    }

    synchronized ObjectNode toJson() {
        ObjectNode json = StrictJson.object().put("seed", seed);
        ArrayNode list = json.putArray("faults");
        for (Live fault : live) {
            list.add(fault.rule.toJson().put("fitting", fault.fitting).put("struck", fault.struck));
        }
        return json;
    }
}
