package org.dhpbridge.mapping;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.dhpbridge.conformance.Issue;
import org.dhpbridge.kernel.StableId;

/**
 * What the functions of one call of a mapping report besides their values. JSLT runs in the calling thread and hands its
 * functions no context of ours, so the run is bound to the thread while it lasts.
 */
final class MappingRun implements AutoCloseable {

    private static final ThreadLocal<MappingRun> CURRENT = new ThreadLocal<>();

    private final MappingRun outer = CURRENT.get();
    private final Set<Issue> issues = new LinkedHashSet<>();
    private final Set<Unmapped> unmapped = new LinkedHashSet<>();

    private final List<StableId> ids = new ArrayList<>();

    private final Set<Integer> leftOut = new TreeSet<>();

    private final ZoneOffset zone;

    private MappingRun(ZoneOffset zone) {
        this.zone = zone;
    }

    /** @param zone of times in the message that name none; null when the message does not say, then it is the site's */
    static MappingRun open(ZoneOffset zone) {
        MappingRun run = new MappingRun(zone);
        CURRENT.set(run);
        return run;
    }

    static MappingRun current() {
        MappingRun run = CURRENT.get();
        if (run == null) {
            throw new IllegalStateException("Mapping functions work only inside a run of a mapping");
        }
        return run;
    }

    /** Zone of times that name none, when the message says one for all of them. */
    Optional<ZoneOffset> zone() {
        return Optional.ofNullable(zone);
    }

    void add(Issue issue) {
        issues.add(issue);
    }

    void add(Unmapped code) {
        unmapped.add(code);
    }

    void add(StableId id) {
        ids.add(id);
    }

    /** The ids that were made, in that order, each as often as it was. */
    List<StableId> ids() {
        return List.copyOf(ids);
    }

    /** @param number of a segment or row that no resource carries, for a reason that an issue says */
    void leaveOut(int number) {
        leftOut.add(number);
    }

    Set<Integer> leftOut() {
        return Set.copyOf(leftOut);
    }

    List<Issue> issues() {
        return new ArrayList<>(issues);
    }

    List<Unmapped> unmapped() {
        return List.copyOf(unmapped);
    }

    @Override
    public void close() {
        if (outer == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(outer);
        }
    }
}
