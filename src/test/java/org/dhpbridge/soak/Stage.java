package org.dhpbridge.soak;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.dhpbridge.BridgeProcess;

/** All processes of a soak: the sandbox, a PostgreSQL if one is wanted, and the bridges, which are started again when they end. */
final class Stage implements AutoCloseable {

    private static final class Bridge {
        private final Path home;
        private BridgeProcess process;
        private long startAt;

        private Bridge(Path home) {
            this.home = home;
        }
    }

    /** What all bridges of a soak take as their API key. */
    static final String KEY = "soak".repeat(16);

    private static final String API_KEY = "api-token";

    private final SoakSettings settings;
    private final SandboxProcess sandbox;
    private final PostgresServer postgres;
    private final SmallDisk disk;
    private final Path inbound;
    private final List<Bridge> bridges = new ArrayList<>();
    private int kills;
    private int endedByThemselves;

    Stage(SoakSettings settings) throws IOException, InterruptedException {
        this.settings = settings;
        sandbox = SandboxProcess.start(settings.folder().resolve("sandbox.log"));
        postgres = settings.onPostgres() ? new PostgresServer(settings.folder().resolve("postgres")) : null;
        disk = settings.onPostgres() || !settings.fullDisk()
                ? null
                : SmallDisk.mount(settings.folder().resolve("disk")).orElse(null);
        Files.writeString(settings.folder().resolve(API_KEY), KEY);
        inbound = Files.createDirectories(settings.folder().resolve("inbound"));
        for (int i = 0; i < settings.bridges(); i++) {
            Path home = Files.createDirectories(settings.folder().resolve("bridge-" + (i + 1)));
            Files.createSymbolicLink(home.resolve("inbound"), inbound);
            bridges.add(new Bridge(home));
        }
        keepRunning();
    }

    SandboxProcess sandbox() {
        return sandbox;
    }

    Optional<PostgresServer> postgres() {
        return Optional.ofNullable(postgres);
    }

    Optional<SmallDisk> disk() {
        return Optional.ofNullable(disk);
    }

    /** Starts what ended: killed ones after their pause, others at once, as a service manager does. */
    void keepRunning() throws IOException {
        for (Bridge bridge : bridges) {
            boolean ended = bridge.process != null && !bridge.process.isAlive();
            if (ended) {
                endedByThemselves++;
                bridge.process = null;
            }
            if (bridge.process == null && System.nanoTime() >= bridge.startAt) {
                bridge.process = BridgeProcess.start(bridge.home, sandbox.fhirBase(), sandbox.tokenUri(), arguments());
            }
        }
    }

    /** Short waits and leases, so that a minute is enough to see what otherwise takes an hour. */
    private String[] arguments() {
        List<String> arguments = new ArrayList<>(List.of(
                "--dhp.retry.initial=100ms",
                "--dhp.retry.longest=2s",
                "--dhp.pause.probe=1s",
                "--dhp.claim.idle=50",
                "--dhp.fhir.socket-timeout=3s",
                "--dhp.fhir.answer-timeout=5s",
                "--dhp.delivery.settle=3s",
                "--dhp.ledger.lease=5s",
                "--dhp.delivery.search-page-size=500",
                "--dhp.delivery.search-pages=100",
                "--dhp.api.token-file=" + settings.folder().resolve(API_KEY),
                "--dhp.site.strict-dates=true",
                "--dhp.delivery.mode=" + settings.delivery()));
        if (postgres != null) {
            arguments.addAll(postgres.ledgerSettings());
        } else {
            Path folder = disk == null ? settings.folder() : disk.folder();
            String file = settings.database().equals("h2") ? "jdbc:h2:file:%s/ledger" : "jdbc:sqlite:%s/ledger.db";
            arguments.add("--dhp.ledger.url=" + file.formatted(folder));
        }
        return arguments.toArray(String[]::new);
    }

    /** SIGKILL; nothing happens when it is down already. */
    void kill(int number, Duration down) throws InterruptedException {
        Bridge bridge = bridges.get(number);
        if (bridge.process != null && bridge.process.isAlive()) {
            bridge.process.kill();
            bridge.process = null;
            bridge.startAt = System.nanoTime() + down.toNanos();
            kills++;
        }
    }

    /** The folders are common: of bridges that share a ledger one reads a source, and another when that one is gone. */
    void drop(Drop drop) throws IOException {
        Path folder = Files.createDirectories(inbound.resolve(drop.folder()));
        Path part = Files.writeString(folder.resolve(drop.name() + ".part"), drop.content());
        Files.move(part, folder.resolve(drop.name()), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Files that no bridge has taken in yet. */
    long waitingFiles() throws IOException {
        long waiting = 0;
        for (String folder : List.of(Draft.HL7, Draft.PATIENTS, Draft.LAB_RESULTS)) {
            if (Files.isDirectory(inbound.resolve(folder))) {
                try (Stream<Path> files = Files.list(inbound.resolve(folder))) {
                    waiting += files.filter(Files::isRegularFile).count();
                }
            }
        }
        return waiting;
    }

    List<URI> running() {
        return bridges.stream()
                .filter(bridge -> bridge.process != null && bridge.process.isAlive())
                .map(bridge -> bridge.process.origin())
                .toList();
    }

    /** Into the logs of the bridges, to see what they wait for. */
    void dumpThreads() throws IOException {
        for (Bridge bridge : bridges) {
            if (bridge.process != null) {
                bridge.process.dumpThreads();
            }
        }
    }

    int kills() {
        return kills;
    }

    /** How often a bridge ended without being killed by us. */
    int endedByThemselves() {
        return endedByThemselves;
    }

    @Override
    public void close() throws IOException {
        for (Bridge bridge : bridges) {
            if (bridge.process != null) {
                bridge.process.close();
            }
        }
        sandbox.close();
        if (postgres != null) {
            postgres.close();
        }
        if (disk != null) {
            disk.close();
        }
    }
}
