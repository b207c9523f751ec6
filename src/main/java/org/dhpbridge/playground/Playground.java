package org.dhpbridge.playground;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.dhpbridge.playground.Outcome.Refusal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs trials, one at a time, each in a Java process of its own with little memory, no environment and an end. In a container
 * whose memory runs out the kernel ends that process first.
 */
public final class Playground {

    /** The argument by which the bridge's own program becomes the process of a trial. */
    public static final String COMMAND = "try-mapping";

    /** Exit code of a Java process that {@code -XX:+ExitOnOutOfMemoryError} ended. */
    private static final int OUT_OF_MEMORY = 3;

    private static final int MOST_CHARACTERS = 300_000;
    private static final int MOST_RESULT = 8 << 20;
    private static final String PROGRAM = "org.dhpbridge.DhpBridge";
    private static final Logger LOG = LoggerFactory.getLogger(Playground.class);

    private final Semaphore one = new Semaphore(1);
    private final Duration longest;
    private final int megabytes;

    /**
     * @param longest how long a trial may take, with the start of its process
     * @param megabytes of heap for it
     */
    public Playground(Duration longest, int megabytes) {
        this.longest = longest;
        this.megabytes = megabytes;
    }

    /** Never fails: what keeps a trial from a result is in the outcome. */
    public Outcome run(Trial trial) {
        int characters = trial.input().length()
                + trial.files().values().stream().mapToInt(String::length).sum();
        if (characters > MOST_CHARACTERS) {
            return Outcome.refused(Refusal.SIZE, null);
        }
        if (!one.tryAcquire()) {
            return Outcome.refused(Refusal.BUSY, null);
        }
        try {
            return inAProcess(trial);
        } catch (IOException e) {
            LOG.warn("playground the process of a trial cannot be started, or broke off: {}", e.toString());
            return Outcome.refused(Refusal.PROCESS, null);
        } finally {
            one.release();
        }
    }

    private Outcome inAProcess(Trial trial) throws IOException {
        byte[] asked = Workbench.JSON.writeValueAsBytes(trial);
        Process process = start();
        try {
            CompletableFuture<byte[]> answer = CompletableFuture.supplyAsync(() -> read(process));
            giveUpFirst(process);
            try (OutputStream in = process.getOutputStream()) {
                in.write(asked);
            }
            if (!process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS)) {
                return Outcome.refused(Refusal.TIME, null);
            }
            return outcome(process.exitValue(), answer.join());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Outcome.refused(Refusal.TIME, null);
        } finally {
            process.destroyForcibly();
        }
    }

    private static Outcome outcome(int exitCode, byte[] answer) throws IOException {
        if (answer.length > MOST_RESULT) {
            return Outcome.refused(Refusal.SIZE, null);
        }
        return switch (exitCode) {
            case 0 -> Workbench.JSON.readValue(answer, Outcome.class);
            case OUT_OF_MEMORY -> Outcome.refused(Refusal.MEMORY, null);
            default -> {
                LOG.warn("playground the process of a trial ended with exit code {}", exitCode);
                yield Outcome.refused(Refusal.PROCESS, null);
            }
        };
    }

    private Process start() throws IOException {
        String classPath = System.getProperty("java.class.path");
        boolean oneJar = classPath.endsWith(".jar") && !classPath.contains(System.getProperty("path.separator"));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-Xmx" + megabytes + "m",
                "-XX:MaxMetaspaceSize=160m",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData"));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("-XX:SharedArchiveFile="))
                .forEach(command::add);
        command.addAll(oneJar ? List.of("-jar", classPath) : List.of(PROGRAM));
        command.add(COMMAND);
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().put("CLASSPATH", classPath);
        return builder.start();
    }

    /** One byte more than a result may have, for it to be seen that there is more; the process then has nobody to write to. */
    private static byte[] read(Process process) {
        try (InputStream out = process.getInputStream()) {
            return out.readNBytes(MOST_RESULT + 1);
        } catch (IOException broken) {
            return new byte[0];
        }
    }

    private static void giveUpFirst(Process process) {
        Path score = Path.of("/proc/" + process.pid() + "/oom_score_adj");
        try {
            if (Files.isWritable(score)) {
                Files.write(score, "1000".getBytes(StandardCharsets.US_ASCII));
            }
        } catch (IOException e) {
            LOG.debug(
                    "The kernel is not told which process to end first",
                    e); // the limits of the process hold all the same
        }
    }
}
