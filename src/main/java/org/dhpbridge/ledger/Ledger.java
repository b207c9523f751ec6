package org.dhpbridge.ledger;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import javax.sql.DataSource;

/**
 * The one record of every message: received once, due until it ends, and ended delivered, superseded or dead. Safe for many
 * threads; many ledgers (bridges) may share one PostgreSQL. What it returns from is committed, or is told when it is; what {@link #receive} and
 * {@code replay} return from survives a power cut. Every method throws {@link org.springframework.dao.DataAccessException}
 * when the database does not answer.
 */
public final class Ledger implements StoredMessages {

    private final Database db;
    private final KeyRegister keyRegister;
    private final Reencryption reencryption;
    private final Purge purge;
    private final SearchKeys searchKeys;
    private final Inbox inbox;
    private final Corrections corrections;
    private final Claims claims;
    private final SetBackClock setBackClock;
    private final Ends ends;
    private final Links links;
    private final Archive archive;
    private final ReplayBatches replays;
    private final UnmappedCodes unmapped;
    private final Conversations conversations;
    private final WriteProbe probe;

    /**
     * @param dataSource database whose tables are there, of {@link LedgerDatabase}
     * @param bridge name of this bridge in claims and history; another one in every process
     * @param lease how long a claim holds without {@link #renewClaims}
     * @param longestWork how long a claim is renewed at most, so that a worker that hangs does not hold its subject for
     *     ever
     * @param clock the time of receipts, claims and ends
     */
    public Ledger(DataSource dataSource, String bridge, Duration lease, Duration longestWork, Clock clock) {
        this(dataSource, bridge, lease, longestWork, clock, new Vault(EncryptionKeys.none()));
    }

    /**
     * @param vault encrypts personal data
     * @throws LedgerUnavailableException when the ledger needs another key than those
     */
    Ledger(DataSource dataSource, String bridge, Duration lease, Duration longestWork, Clock clock, Vault vault) {
        db = new Database(dataSource, clock);
        keyRegister = new KeyRegister(db, vault);
        keyRegister.check();
        db.renewKeysBy(keyRegister::renew);
        reencryption = new Reencryption(db, vault);
        purge = new Purge(db);
        Journal journal = new Journal(db, bridge);
        LinkTable table = new LinkTable(db);
        Reservations reservations = new Reservations(db, table, lease);
        searchKeys = new SearchKeys(db, vault);
        searchKeys.open();
        inbox = new Inbox(db, vault, searchKeys, journal);
        corrections = new Corrections(db);
        claims = new Claims(db, journal, reservations, bridge, lease, longestWork);
        setBackClock = new SetBackClock(db, longestWork);
        links = new JdbcLinks(table, reservations, claims);
        unmapped = new UnmappedCodes(db);
        conversations = new Conversations(db, vault);
        ends = new Ends(db, journal, claims, table, reservations, unmapped, vault, conversations);
        archive = new Archive(db, vault);
        replays = new ReplayBatches(db, journal);
        probe = new WriteProbe(db, bridge);
        if (db.isEmbedded()) {
            db.inTransaction(() -> {
                claims.takeBackAll();
                return db;
            });
        }
    }

    /**
     * Takes messages in, all of them or none, each once: what the ledger has already (same source and key) is counted and
     * left as it is. On return they are durable, and the source may be acknowledged.
     *
     * @param messages in order of arrival; a few hundred at a time are the fastest
     */
    public Received receive(Collection<NewMessage> messages) {
        return inbox.receive(messages);
    }

    /**
     * Takes in a message that a person wrote in the place of another, as a part of the transaction that runs.
     *
     * @param message with {@link NewMessage#correction}
     * @return false when the ledger has it already
     */
    public boolean correct(NewMessage message) {
        return inbox.receiveOne(message);
    }

    /** What people wrote in the place of the message, and in whose place it is. */
    public List<Corrections.CorrectionRow> corrections(long id) {
        return corrections.of(id);
    }

    /**
     * Takes due messages into work: of every subject the one that arrived first, and only when none of that subject is in
     * work. A message that waits for its next attempt holds back the later ones of its subject.
     *
     * @param max at most so many
     * @return in order of arrival; empty when nothing is due
     */
    public List<Claimed> claim(int max) {
        List<Claimed> claimed = claims.claim(max);
        return claimed.isEmpty() && ends.finish() ? claims.claim(max) : claimed;
    }

    /** Prolongs the leases of all that this ledger has in work, and of the link keys that it holds; to be called several times within a lease. */
    public void renewClaims() {
        claims.renew();
    }

    /**
     * Renews a claim no longer, when its end could not be written: it runs out with its lease, and the message is due again,
     * marked as interrupted.
     */
    public void letRunOut(Claimed claimed) {
        claims.letRunOut(claimed);
    }

    /** The register of what lives where on the platform; changed by the ends of messages. */
    public Links links() {
        return links;
    }

    /** Gives up all that this ledger has in work, at a stop: others may claim it at once, marked as interrupted. */
    public void abandonClaims() {
        ends.finish();
        claims.abandon();
    }

    /**
     * The platform holds the message, but for parts of which it holds something newer. Does not wait until that is committed: ends that
     * come close together share a transaction, which begins when there are enough of them, nothing else is to be claimed, or
     * within 20 ms. Until then the message is in work. Waits only when more are put off already than a transaction takes.
     *
     * @param notSent a sentence on these parts for the history; null when there are none
     * @return told by whichever thread commits it: false, and nothing is written, when the claim was lost and another bridge decides
     *     then; exceptionally, when it could not be written
     */
    public CompletionStage<Boolean> delivered(Claimed claimed, Result result, String notSent) {
        return ends.endSoon(End.of(claimed, State.DELIVERED, result, null, notSent));
    }

    /**
     * Something newer about the same record was delivered already. Written as {@link #delivered} is.
     *
     * @param why a sentence for the history
     */
    public CompletionStage<Boolean> superseded(Claimed claimed, Result result, String why) {
        return ends.endSoon(End.of(claimed, State.SUPERSEDED, result, null, why));
    }

    /**
     * A person must look.
     *
     * @param result what the steps made of the message before it failed
     * @return false, and nothing is written, when the claim was lost
     */
    public boolean dead(Claimed claimed, Failure failure, Result result) {
        return ends.end(End.of(claimed, State.DEAD, result, failure, failure.sentence()));
    }

    /** The same, when something of it may be on the platform that nobody looked up: when it is replayed, that is still so. */
    public boolean deadInDoubt(Claimed claimed, Failure failure, Result result) {
        return ends.end(End.deadInDoubt(claimed, result, failure));
    }

    /**
     * Due again, not before a time. Later messages of the same subject wait for it.
     *
     * @param countsAsAttempt false when the message is not at fault (the platform is down, access is missing)
     * @param written what the failed attempt leaves behind: links of what is known to be written, and what was sent and
     *     answered; nothing else of it counts
     * @return false, and nothing is written, when the claim was lost
     */
    public boolean retryAt(Claimed claimed, Instant at, Failure failure, boolean countsAsAttempt, Result written) {
        return ends.end(End.retry(claimed, at, failure, countsAsAttempt, written, End.Doubt.AS_BEFORE));
    }

    /**
     * The same, when the answer to a write was lost: until the message ends, others that find what it may have written wait for it.
     */
    public boolean retryInDoubt(Claimed claimed, Instant at, Failure failure, boolean countsAsAttempt, Result written) {
        return ends.end(End.retry(claimed, at, failure, countsAsAttempt, written, End.Doubt.BEGINS));
    }

    /**
     * It waits for another message of which something is in doubt, at no cost and without a word in its history. What was in doubt of
     * itself is not any more, when it found what it did not write: so no two wait for each other.
     *
     * @param at not to be claimed before
     * @return false, and nothing is written, when the claim was lost
     */
    public boolean waitUntil(Claimed claimed, Instant at, Failure failure, boolean foundAnothers, Result written) {
        return ends.end(End.wait(claimed, at, failure, written, foundAnothers ? End.Doubt.ENDS : End.Doubt.AS_BEFORE));
    }

    /**
     * Gives a claimed message back untouched; it is due at once.
     *
     * @return false, and nothing is written, when the claim was lost
     */
    public boolean release(Claimed claimed) {
        return ends.end(End.release(claimed));
    }

    /**
     * Gives a claimed message back untouched, without a word in its history; it is due at a time.
     *
     * @return false, and nothing is written, when the claim was lost
     */
    public boolean release(Claimed claimed, Instant notBefore) {
        return ends.end(End.postpone(claimed, notBefore));
    }

    /** The message of that number; empty when there is none. */
    public Optional<LedgerMessage> find(long id) {
        return archive.find(id);
    }

    @Override
    public List<LedgerMessage> list(MessageFilter filter) {
        return archive.list(filter);
    }

    /**
     * Messages that have a key of the hospital, the newest first: a PINFL, the number of a visit, the name of a file.
     *
     * @param key as people write it; large and small letters are the same
     * @param limit at most so many
     */
    public List<LedgerMessage> findByKey(String key, int limit) {
        return searchKeys.find(key, limit).stream()
                .flatMap(id -> archive.find(id).stream())
                .toList();
    }

    @Override
    public List<HistoryEntry> history(long id) {
        return archive.history(id);
    }

    @Override
    public Optional<byte[]> payload(long id) {
        return archive.payload(id);
    }

    /** What was sent for the message and answered in the last attempt that sent anything; empty when that is not kept. */
    public Optional<Said> said(long id) {
        return conversations.find(id);
    }

    /** Counts over the whole ledger: for people, not for every second. */
    public Summary summary() {
        return archive.summary();
    }

    /** @param key see {@link UnmappedCode#key}; empty when the tables have the code, or no message has it any more */
    public Optional<UnmappedCount> unmapped(String key) {
        return unmapped.find(key);
    }

    /** The tables that lack a code. */
    public List<String> tablesThatLackACode() {
        return unmapped.tables();
    }

    /** The codes that the tables lack, the most frequent first. */
    public List<UnmappedCount> unmapped(UnmappedFilter filter) {
        return unmapped.list(filter);
    }

    /**
     * Forgets codes, whatever the filter's limit and offset; a message that has one when it ends brings it back.
     *
     * @return how many
     */
    public int forgetUnmapped(UnmappedFilter filter) {
        return unmapped.forget(filter);
    }

    /** Now, by the clock that receipts, claims and ends go by: with several bridges that of the database. */
    public Instant now() {
        return db.now();
    }

    /** See {@link SetBackClock#hasten}. */
    int hasten() {
        return setBackClock.hasten();
    }

    /** See {@link Purge#purge}. */
    int purge(State state, Instant endedBefore, int max) {
        return purge.purge(state, endedBefore, max);
    }

    /** See {@link Conversations#purge}. */
    int purgeConversations(Instant writtenBefore, int max) {
        return conversations.purge(writtenBefore, max);
    }

    /** See {@link Purge#purgeUnmapped}. */
    int purgeUnmapped(Instant seenBefore) {
        return purge.purgeUnmapped(seenBefore);
    }

    /**
     * Encrypts a few hundred rows with the newest key, if they are not.
     *
     * @return whether there is more to do
     */
    boolean encryptMore() {
        return reencryption.step();
    }

    /** @return ids of older keys that nothing in the ledger needs any more, from now on */
    List<String> endEncryption() {
        return keyRegister.forgetUnused();
    }

    /** How many messages are due, those in work among them. */
    public long depth() {
        return archive.depth();
    }

    /** Depth and oldest in one. */
    Queue queue() {
        return archive.queue();
    }

    /** When each source brought its newest message that is still kept. */
    Map<String, Instant> newestBySource() {
        return archive.newestBySource();
    }

    /** See {@link Claims#claimingSince}. */
    Optional<Instant> claimingSince() {
        return claims.claimingSince();
    }

    /** Writes something and takes it away again: throws when nothing can be written. */
    void probe() {
        probe.write();
    }

    /**
     * Makes an ended message due again at once, with its history, and its attempts counted from 0.
     *
     * @param who the person or the tool that asks for it
     * @param why a sentence; may be null
     * @return false when there is no such message, or it is due already
     */
    public boolean replay(long id, String who, String why) {
        return replay(List.of(id), ReplayTerms.now(who, why)) == 1;
    }

    /**
     * Makes ended messages due again.
     *
     * @param ids in one transaction, so a few hundred at most; the oldest becomes ready first
     * @return how many became due: not those that are due already, or that do not exist
     */
    public int replay(Collection<Long> ids, ReplayTerms how) {
        return replays.replay(ids, ReplayBatches.identified(ids, how), how);
    }
}
