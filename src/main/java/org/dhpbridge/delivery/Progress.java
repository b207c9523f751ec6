package org.dhpbridge.delivery;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.dhpbridge.conformance.Issue;
import org.dhpbridge.delivery.DeliveryOutcome.Action;
import org.dhpbridge.delivery.DeliveryOutcome.Placed;
import org.dhpbridge.delivery.merge.Owned;
import org.dhpbridge.ledger.LinkChanges;
import org.dhpbridge.ledger.Links.Key;
import org.dhpbridge.ledger.Links.Link;

/** What one delivery has done so far, over all its looks. */
final class Progress {

    private final Instant eventTime;
    private final Conversation conversation = new Conversation();
    private final Map<String, Placed> placed = new HashMap<>();
    private final Map<Key, Link> keep = new LinkedHashMap<>();
    private final Set<Key> gone = new LinkedHashSet<>();
    private final Set<Key> forget = new LinkedHashSet<>();
    private final Set<String> placeless = new HashSet<>();
    private final Set<String> conflicts = new HashSet<>();
    private final Doubts doubts;
    private Map<BatchEntry, String> alike = Map.of();
    private List<Issue> warned;
    private boolean lookedUp;

    /** @param earlier doubts of earlier attempts */
    Progress(Instant eventTime, List<Issue> earlier) {
        this.eventTime = eventTime;
        this.doubts = new Doubts(earlier);
        this.warned = earlier;
    }

    Conversation conversation() {
        return conversation;
    }

    /** When the source says that this was so; null when it does not say. */
    Instant eventTime() {
        return eventTime;
    }

    /** Identifiers whose links lead nowhere. */
    Set<Key> gone() {
        return gone;
    }

    /** They are forgotten once a look without them has come to its end. */
    void addGone(Set<Key> keys) {
        gone.addAll(keys);
    }

    /**
     * Something was refused as a conflict.
     *
     * @param what and at which version it was
     * @return whether it was not refused before: then another plan may help
     */
    boolean addConflict(String what) {
        return conflicts.add(what);
    }

    /** What is on the platform was looked up, and how to go on from there is decided. */
    void lookedUp() {
        lookedUp = true;
        forget.addAll(gone);
    }

    boolean isLookedUp() {
        return lookedUp;
    }

    /**
     * Records that were created, and the platform did not say where.
     *
     * @param written these and what was updated with them: what was warned of that stands
     */
    void addPlaceless(Collection<PlanStep> creates, Collection<PlanStep> written) {
        creates.forEach(step -> placeless.add(step.entry().localReference()));
        Set<String> there =
                written.stream().map(step -> step.entry().localReference()).collect(Collectors.toSet());
        warned.stream().filter(issue -> there.contains(issue.about())).forEach(doubts::add);
    }

    /** Whether there are such records, not found yet. */
    boolean isPlaceless() {
        return !placeless.isEmpty();
    }

    /**
     * A record is on the platform as the message wants it.
     *
     * @param owned what of it is ours; null leaves what is remembered
     */
    void done(PlanStep step, Action action, String serverId, String version, Owned owned) {
        BatchEntry entry = step.entry();
        Placed before = placed.get(entry.localReference());
        if (action == Action.UNCHANGED && placeless.remove(entry.localReference())) {
            done(step, Action.CREATED, serverId, version, owned);
            return;
        }
        doubts.add(step, entry.type() + "/" + serverId, alike.get(entry));
        Action first = before != null && (before.action() == Action.CREATED || before.action() == Action.UPDATED)
                ? before.action()
                : action;
        placed.put(
                entry.localReference(),
                new Placed(entry.type(), entry.localId(), serverId, version, first, List.copyOf(step.outdated())));
        if ((action != Action.SUPERSEDED || owned != null) && step.action() != Plan.Action.REDIRECTED) {
            links(step, serverId, version, owned).forEach(this::keep);
        }
    }

    /** Keeps with the message what is in doubt once a plan is written: whoever looks after a write may find nothing to doubt. */
    void warn(Plan plan, Hold hold) {
        alike = plan.alike();
        keep(doubts.with(plan), hold);
    }

    /** Takes back, after a failure, what was warned of ahead of a write that certainly wrote nothing. */
    void settleWarnings(Hold hold, boolean mayBeWritten) {
        if (!mayBeWritten) {
            keep(doubts, hold);
        }
    }

    private void keep(Doubts now, Hold hold) {
        if (!now.issues().equals(warned)) {
            hold.warn(now.json());
            warned = now.issues();
        }
    }

    /** What is in doubt for sure, or, when the last write has no answer, may be. */
    List<Issue> doubts(boolean mayBeWritten) {
        return mayBeWritten ? warned : doubts.issues();
    }

    private void keep(Link link) {
        Link before = keep.get(link.key());
        boolean remembers = link.owned() == null && before != null;
        keep.put(
                link.key(),
                remembers
                        ? new Link(
                                link.key(),
                                link.serverId(),
                                link.version(),
                                link.eventTime(),
                                link.statusRank(),
                                before.owned())
                        : link);
    }

    /** The links of a record that is written, one an identifier: time and rank never go back. */
    private List<Link> links(PlanStep step, String serverId, String version, Owned owned) {
        int rank = StatusRank.of(step.said());
        Link now = new Link(null, serverId, version, eventTime, rank, null);
        Link newest = step.newest() != null && Freshness.compare(step.newest(), now) > 0 ? step.newest() : now;
        return links(step, serverId, version, newest, owned);
    }

    /**
     * The links as they are before a write: where the record is, and what is ours there once it is written. Those that say so
     * already are left out.
     */
    static List<Link> before(PlanStep step, Owned owned) {
        Link newest =
                step.newest() != null ? step.newest() : new Link(null, step.serverId(), step.version(), null, 0, null);
        List<Link> links = new ArrayList<>(links(step, step.serverId(), newest.version(), newest, owned));
        links.removeIf(link -> step.links().stream()
                .anyMatch(one -> one.key().equals(link.key())
                        && one.serverId().equals(link.serverId())
                        && Objects.equals(one.owned(), link.owned())));
        return links;
    }

    private static List<Link> links(PlanStep step, String serverId, String version, Link newest, Owned owned) {
        String stored = owned == null ? null : owned.stored();
        List<Link> links = new ArrayList<>();
        for (Key key : step.keys()) {
            links.add(new Link(key, serverId, version, newest.eventTime(), newest.statusRank(), stored));
        }
        return links;
    }

    /** Where a record is that is done, as {@code Patient/7}. */
    String reference(BatchEntry entry) {
        return entry.type() + "/" + placed.get(entry.localReference()).serverId();
    }

    /** What is known to be written, ahead of the end. */
    Collection<Link> written() {
        return List.copyOf(keep.values());
    }

    /** What the end of the message changes in the link register. */
    LinkChanges links() {
        return keep.isEmpty() && forget.isEmpty()
                ? LinkChanges.NONE
                : new LinkChanges(List.copyOf(keep.values()), Set.copyOf(forget));
    }

    DeliveryOutcome outcome(Batch batch) {
        List<Placed> all = batch.entries().stream()
                .map(entry -> placed.get(entry.localReference()))
                .toList();
        boolean written =
                all.stream().anyMatch(one -> one.action() == Action.CREATED || one.action() == Action.UPDATED);
        boolean anySuperseded = all.stream().anyMatch(one -> one.action() == Action.SUPERSEDED);
        return new DeliveryOutcome(anySuperseded && !written, all, links(), conversation, doubts.issues());
    }
}
