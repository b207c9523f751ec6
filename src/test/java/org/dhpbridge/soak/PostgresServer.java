package org.dhpbridge.soak;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** A PostgreSQL of the soak's own on a free port, whose data outlives its stops. */
final class PostgresServer implements AutoCloseable {

    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final Path data;
    private final EmbeddedPostgres server;
    private List<String> command = List.of();

    PostgresServer(Path data) throws IOException {
        this.data = data;
        server = EmbeddedPostgres.builder()
                .setPort(0)
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .start();
    }

    List<String> ledgerSettings() {
        return List.of(
                "--dhp.ledger.url=jdbc:postgresql://localhost:" + server.getPort() + "/postgres",
                "--dhp.ledger.username=postgres",
                "--dhp.ledger.password=postgres");
    }

    /** Immediate shutdown (PostgreSQL manual, 18.5): connections break, nothing is tidied up, as in a crash. */
    void stopAtOnce() throws IOException, InterruptedException {
        long pid = Long.parseLong(
                Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip());
        ProcessHandle postmaster = ProcessHandle.of(pid)
                .orElseThrow(() -> new IOException("There is no PostgreSQL with the process id " + pid));
        command = new ArrayList<>(List.of(postmaster.info().command().orElseThrow()));
        command.addAll(List.of(postmaster.info().arguments().orElseThrow()));
        new ProcessBuilder("kill", "-QUIT", Long.toString(pid))
                .inheritIO()
                .start()
                .waitFor();
        await("PostgreSQL does not stop", () -> !postmaster.isAlive());
    }

    /** As it was started before; as root in a user namespace of its own, for PostgreSQL refuses to run as root. */
    void startAgain() throws IOException, InterruptedException {
        List<String> again =
                new ArrayList<>(System.getProperty("user.name").equals("root") ? List.of("unshare", "-U") : List.of());
        again.addAll(command);
        new ProcessBuilder(again)
                .redirectErrorStream(true)
                .redirectOutput(data.resolveSibling("postgres.log").toFile())
                .start();
        await("PostgreSQL does not start again", this::answers);
    }

    private boolean answers() {
        try (Socket socket = new Socket("localhost", server.getPort())) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    private static void await(String otherwise, BooleanSupplier done) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        while (!done.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new IOException(otherwise);
            }
            Thread.sleep(50);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
