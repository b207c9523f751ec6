package org.dhpbridge.soak;

import java.util.List;

/** The faults of the sandbox one after the other, each kind at least once; what {@code PUT /faults} takes. */
final class FaultPlan {

    /** Those that end by a count would hold up everything for as long as they last. */
    private static final List<String> PHASES = List.of(
            "{'kind':'error','status':503,'probability':0.1}",
            "{'kind':'error','status':500,'body':'html','probability':0.05}",
            "{'kind':'error','status':429,'retryAfter':1,'count':4},"
                    + "{'kind':'error','status':503,'retryAfter':1,'retryAfterForm':'date','count':2,'method':'POST'}",
            "{'kind':'delay','millis':300,'probability':0.2}",
            "{'kind':'slow-body','millis':8000,'count':3}",
            "{'kind':'reset','probability':0.1}",
            "{'kind':'reset-after-write','probability':0.2}",
            "{'kind':'answer-lost','millis':6000,'count':6}",
            "{'kind':'redirect-loop','probability':0.05}",
            "{'kind':'tokens-revoked','probability':0.02}",
            "{'kind':'tokens-revoked','count':2},{'kind':'token-error','count':4}",
            "{'kind':'tokens-revoked','count':2},{'kind':'token-missing','count':2}",
            "{'kind':'tokens-revoked','count':2},{'kind':'token-html','count':2}",
            "{'kind':'not-granted','count':3}",
            "{'kind':'version-conflict','probability':0.3}",
            "{'kind':'stale','millis':1500,'probability':0.3}",
            "{'kind':'wrong-total','probability':0.5},{'kind':'extra-outcomes','probability':0.5}",
            "{'kind':'ignored-filters','probability':0.2}",
            "{'kind':'slow-paging','pageSize':2,'millis':30,'probability':0.3}",
            "{'kind':'reset-after-write','probability':0.1},{'kind':'stale','millis':1500,'probability':0.5}");

    private FaultPlan() {}

    static int phases() {
        return PHASES.size();
    }

    static String phase(int number, long seed) {
        return ("{'seed':" + seed + ",'faults':[" + PHASES.get(number) + "]}").replace('\'', '"');
    }
}
