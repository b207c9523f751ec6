package org.dhpbridge.soak;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One soak from its first message to its verdict. */
final class SoakRun {

    private static final Duration LONGEST_STANDSTILL = Duration.ofMinutes(3);
    private static final int MOST_UNDER_WAY = 400;
    private static final int TICK = 100;
    private static final Duration BETWEEN_REPORTS = Duration.ofSeconds(20);

    private final SoakSettings settings;
    private final PrintWriter out;
    private final Load load;
    private int dropped;
    private final Set<Fed> messagesDropped = new HashSet<>();
    private LedgerView.Counts counts = new LedgerView.Counts(0, 0, 0, 0);
    private double progress;

    SoakRun(SoakSettings settings, PrintWriter out) {
        this.settings = settings;
        this.out = out;
        load = new Load(settings.messages(), settings.seed());
    }

    /** @return whether everything is as it must be */
    boolean run() throws IOException, InterruptedException {
        Table table = new Table(out);
        table.heading(settings);
        long begin = System.nanoTime();
        try (Stage stage = new Stage(settings)) {
            LedgerView ledger = new LedgerView(stage::running);
            Chaos chaos = new Chaos(settings, stage, ledger);
            boolean ended = work(stage, ledger, chaos, begin);
            chaos.end();
            Duration took = Duration.ofNanos(System.nanoTime() - begin);
            Findings findings = new Findings();
            List<JsonNode> there = stage.sandbox().everything();
            int right = new PlatformVerdict(load.truth(), findings).judge(there);
            try {
                new LedgerVerdict(load, ledger, findings).judge();
            } catch (IOException noAnswer) {
                findings.add(Findings.Kind.LOST, "The ledger cannot be read: " + noAnswer.getMessage());
            }
            print(table, stage, chaos, there.size(), right, took);
            table.findings(findings);
            boolean clean = ended && findings.isClean();
            table.verdict(
                    !ended
                            ? "NOT PROVEN: nothing moved for " + LONGEST_STANDSTILL.toMinutes() + " minutes."
                            : clean ? "PROVEN" : "NOT PROVEN: what stands above is not as it must be.");
            return clean;
        }
    }

    /** Time decides nothing here but when to give up because nothing moves. @return whether all messages ended */
    private boolean work(Stage stage, LedgerView ledger, Chaos chaos, long begin)
            throws IOException, InterruptedException {
        long moved = System.nanoTime();
        long reported = begin;
        String last = "";
        while (true) {
            stage.keepRunning();
            Optional<LedgerView.Counts> now = ledger.counts();
            counts = now.orElse(counts);
            progress =
                    Math.max(progress, (double) counts.ended() / load.messages().size());
            drop(stage, begin);
            boolean acted = chaos.act(progress);
            boolean allDropped = dropped == load.drops().size();
            if (!acted && allDropped && now.isPresent() && counts.due() == 0 && stage.waitingFiles() == 0) {
                if (chaos.isOver() || counts.all() < load.messages().size()) {
                    return true;
                }
            }
            String state = counts + " " + stage.waitingFiles();
            if (!state.equals(last)) {
                last = state;
                moved = System.nanoTime();
            }
            if (System.nanoTime() - moved > LONGEST_STANDSTILL.toNanos()) {
                stage.dumpThreads();
                return false;
            }
            if (System.nanoTime() - reported > BETWEEN_REPORTS.toNanos()) {
                reported = System.nanoTime();
                report(stage, begin);
            }
            Thread.sleep(TICK);
        }
    }

    private void drop(Stage stage, long begin) throws IOException {
        double minutes = (System.nanoTime() - begin) / 6e10;
        double share = settings.minutes() == 0 ? 1 : Math.min(1, minutes / settings.minutes());
        while (dropped < load.drops().size()
                && dropped < share * load.drops().size()
                && messagesDropped.size() - counts.ended() < MOST_UNDER_WAY) {
            Drop next = load.drops().get(dropped);
            stage.drop(next);
            dropped++;
            messagesDropped.addAll(next.messages());
        }
    }

    private void report(Stage stage, long begin) {
        out.printf(
                "%4d s  %d of %d files dropped, %d messages ended, %d due, %d kills%n",
                Duration.ofNanos(System.nanoTime() - begin).toSeconds(),
                dropped,
                load.drops().size(),
                counts.ended(),
                counts.due(),
                stage.kills());
        out.flush();
    }

    private void print(Table table, Stage stage, Chaos chaos, int there, int right, Duration took) {
        long bad = load.messages().stream().filter(Fed::mustBeDead).count();
        table.line("messages, each different", load.messages().size());
        table.line("  of them bad: must end dead", bad);
        table.line("HL7 messages dropped again byte for byte", load.repeated());
        table.line("CSV files dropped again byte for byte", load.filesTwice());
        table.line("ended delivered", counts.delivered());
        table.line("ended superseded", counts.superseded());
        table.line("ended dead", counts.dead());
        table.line("replayed by an operator meanwhile", chaos.replayed());
        table.line("bridges killed (SIGKILL)", stage.kills());
        table.line("bridges that ended by themselves", stage.endedByThemselves());
        table.line("PostgreSQL stopped at once and started again", chaos.databaseStops());
        table.line(
                "disk of the ledger filled",
                settings.onPostgres() || !settings.fullDisk()
                        ? "not part of this run"
                        : stage.disk().isPresent()
                                ? chaos.disksFilled()
                                : "left out: this user may not mount a small file system");
        table.struck(chaos.struck());
        table.line("records that must be on the platform", load.truth().size());
        table.line("resources on the platform", there);
        table.line("records that are right", right);
        table.line("took", took.toSeconds() + " s");
    }
}
