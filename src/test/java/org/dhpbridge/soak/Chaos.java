package org.dhpbridge.soak;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** What is done to the bridges, planned from a seed, each step when so much of the load has ended. */
final class Chaos {

    @FunctionalInterface
    private interface Action {
        void run() throws IOException, InterruptedException;
    }

    private record Step(double at, Action action) {}

    private static final Duration LONGEST_REPLAY = Duration.ofMinutes(3);
    private static final Duration LONGEST_FULL = Duration.ofSeconds(15);

    private final Stage stage;
    private final LedgerView ledger;
    private final List<Step> steps = new ArrayList<>();
    private final Map<String, Integer> struck = new TreeMap<>();
    private final SplittableRandom random;
    private int databaseStops;
    private int disksFilled;
    private int replayed;
    private int next;

    Chaos(SoakSettings settings, Stage stage, LedgerView ledger) {
        this.stage = stage;
        this.ledger = ledger;
        random = new SplittableRandom(settings.seed());
        for (int i = 0; i < settings.kills(); i++) {
            int bridge = random.nextInt(settings.bridges());
            Duration down = Duration.ofMillis(random.nextInt(1_500));
            double at = 0.05 + 0.9 * (i + random.nextDouble()) / settings.kills();
            steps.add(new Step(at, () -> stage.kill(bridge, down)));
        }
        for (int i = 0; i < FaultPlan.phases(); i++) {
            String faults = FaultPlan.phase(i, settings.seed());
            steps.add(new Step((double) i / FaultPlan.phases(), () -> faults(faults)));
        }
        stage.postgres().ifPresent(postgres -> {
            for (double at : new double[] {0.3, 0.7}) {
                Duration down = Duration.ofMillis(random.nextInt(2_000, 8_000));
                steps.add(new Step(at, () -> stopDatabase(postgres, down)));
            }
        });
        stage.disk().ifPresent(disk -> steps.add(new Step(0.45, () -> fill(disk))));
        steps.add(new Step(0.6, () -> replay("delivered")));
        steps.add(new Step(0.8, () -> replay("dead")));
        steps.sort(Comparator.comparingDouble(Step::at));
    }

    /**
     * @param progress how much of the load has ended, from 0 to 1
     * @return whether anything was done, so that what was known of the ledger before is out of date
     */
    boolean act(double progress) throws IOException, InterruptedException {
        int before = next;
        while (next < steps.size() && steps.get(next).at() <= progress) {
            steps.get(next).action().run();
            next++;
        }
        return next > before;
    }

    boolean isOver() {
        return next == steps.size();
    }

    /** The last faults go too. */
    void end() throws IOException {
        faults("{\"faults\":[]}");
    }

    private void faults(String json) throws IOException {
        stage.sandbox().struck().forEach((kind, count) -> struck.merge(kind, count, Integer::sum));
        stage.sandbox().faults(json);
    }

    private void stopDatabase(PostgresServer postgres, Duration down) throws IOException, InterruptedException {
        postgres.stopAtOnce();
        Thread.sleep(down.toMillis());
        postgres.startAgain();
        databaseStops++;
    }

    /** Full until the bridge can no longer work with its ledger, or, when it needs no room just now, for a while. */
    private void fill(SmallDisk disk) throws IOException, InterruptedException {
        disk.fill();
        long deadline = System.nanoTime() + LONGEST_FULL.toNanos();
        while (System.nanoTime() < deadline && ledger.counts().isPresent()) {
            Thread.sleep(100);
        }
        disk.free();
        disksFilled++;
    }

    /** An operator tries until somebody answers. */
    private void replay(String state) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + LONGEST_REPLAY.toNanos();
        OptionalInt count = ledger.replay(state);
        while (count.isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw new IOException("No bridge takes the replay of what is " + state);
            }
            stage.keepRunning();
            Thread.sleep(200);
            count = ledger.replay(state);
        }
        replayed += count.getAsInt();
    }

    Map<String, Integer> struck() {
        return struck;
    }

    int databaseStops() {
        return databaseStops;
    }

    int disksFilled() {
        return disksFilled;
    }

    int replayed() {
        return replayed;
    }
}
