package org.dhpbridge.ledger;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * {@code hold URL}: opens the ledger and waits. {@code work URL ROUND}: receives, claims, ends and replays in several threads
 * until it is killed, and prints what it was told is committed: {@code R location}, {@code E id step}.
 */
final class LedgerInAnotherProcess {

    private static final Failure FAILURE = new Failure("required", "push", "Patient.name is missing.");

    private LedgerInAnotherProcess() {}

    public static void main(String[] args) throws Exception {
        LedgerDataSource source = LedgerDatabase.open(LedgerConfigurationTest.settings(args[1], null, null));
        if (args[0].equals("hold")) {
            System.out.println("open");
            Thread.currentThread().join();
        }
        Ledger ledger = new Ledger(source, "other", Duration.ofMinutes(1), Duration.ofMinutes(10), Clock.systemUTC());
        System.out.println("open");
        ExecutorService threads = Executors.newCachedThreadPool();
        List<Future<?>> work = new ArrayList<>();
        for (int t = 0; t < 3; t++) {
            String name = args[2] + "-" + t;
            int batch = t == 0 ? 20 : 1;
            work.add(threads.submit(() -> receive(ledger, name, batch)));
        }
        for (int t = 0; t < 4; t++) {
            Random random = new Random(args[2].hashCode() + t);
            work.add(threads.submit(() -> deliver(ledger, random)));
        }
        work.add(threads.submit(() -> replay(ledger)));
        for (Future<?> one : work) {
            one.get();
        }
    }

    private static void receive(Ledger ledger, String name, int batch) {
        for (int i = 0; ; i++) {
            List<NewMessage> messages = new ArrayList<>();
            for (int j = 0; j < batch; j++) {
                String key = name + "-" + i + "-" + j;
                messages.add(LedgerContract.message(key, j % 3 == 0 ? null : "subject" + (i + j) % 40));
            }
            ledger.receive(messages);
            print(messages.stream().map(message -> "R " + message.location()).toList());
            pause(batch);
        }
    }

    private static void pause(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void deliver(Ledger ledger, Random random) {
        while (true) {
            for (Claimed claimed : ledger.claim(1 + random.nextInt(4))) {
                Links.Key shared = new Links.Key("Practitioner", "urn:doctor", String.valueOf(random.nextInt(50)));
                ledger.links().reserve(claimed, List.of(shared), List.of(link("before", claimed.id())));
                end(ledger, claimed, random.nextInt(12), shared)
                        .thenAccept(step -> print(List.of("E " + claimed.id() + " " + step)));
            }
        }
    }

    /** @return the step that stands in the history once it is told */
    private static CompletionStage<String> end(Ledger ledger, Claimed claimed, int luck, Links.Key shared) {
        LinkChanges links = new LinkChanges(
                List.of(
                        link("end", claimed.id()),
                        link("end too", claimed.id()),
                        new Links.Link(shared, "17", "1", Instant.now(), 0, null)),
                Set.of());
        Result result = new Result("m", "v", "p", null, null, Set.of(new UnmappedCode("t", "s", "c" + luck)));
        switch (luck) {
            case 0:
                ledger.dead(claimed, FAILURE, result.withLinks(links));
                return CompletableFuture.completedStage("dead");
            case 1:
                WrittenEnds.superseded(ledger, claimed, result.withLinks(links), "newer");
                return CompletableFuture.completedStage("superseded");
            case 2:
                ledger.retryAt(
                        claimed,
                        ledger.now(),
                        FAILURE,
                        true,
                        Result.NONE.withLinks(new LinkChanges(List.of(link("retry", claimed.id())), Set.of())));
                return CompletableFuture.completedStage("retry");
            case 3:
                ledger.release(claimed);
                return CompletableFuture.completedStage("released");
            case 4, 5:
                WrittenEnds.delivered(ledger, claimed, result.withLinks(links), null);
                return CompletableFuture.completedStage("delivered");
            default:
                return ledger.delivered(claimed, result.withLinks(links), null).thenApply(written -> "delivered");
        }
    }

    /** What stands in the register exactly when a message's end is written. */
    static Links.Link link(String occasion, long message) {
        return new Links.Link(
                new Links.Key("Patient", "urn:" + occasion, String.valueOf(message)),
                "x" + message,
                "1",
                null,
                0,
                null);
    }

    private static void replay(Ledger ledger) {
        while (true) {
            for (LedgerMessage message :
                    ledger.list(MessageFilter.of(State.DEAD).withLimit(2))) {
                if (ledger.replay(message.id(), "aziza", null)) {
                    print(List.of("E " + message.id() + " replayed"));
                }
            }
            pause(20);
        }
    }

    private static synchronized void print(List<String> lines) {
        lines.forEach(System.out::println);
        System.out.flush();
    }
}
