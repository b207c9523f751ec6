package org.dhpbridge.soak;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of the soak. */
@Command(
        name = "soak",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        header = "Proves that bridges under faults lose nothing, double nothing and overwrite nothing by older.",
        description = {
            "",
            "Starts bridges and a sandbox as processes, drops messages, injects faults, kills bridges, stops the"
                    + " database, fills the disk, and compares what there is in the end with what must be there.",
            "Exit code 0: all is as it must be; 1: something is not; 2: wrong usage.",
            ""
        })
public final class Soak implements Callable<Integer> {

    private static final String POSTGRES = "postgres";
    private static final Set<String> DATABASES = Set.of("sqlite", "h2", POSTGRES);

    @Spec
    private CommandSpec spec;

    @Option(names = "--messages", defaultValue = "10000", description = "How many messages (${DEFAULT-VALUE})")
    private int messages;

    @Option(
            names = "--minutes",
            defaultValue = "0",
            description = "Over how many minutes they are dropped; 0: as fast as they are taken (${DEFAULT-VALUE})")
    private double minutes;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "The same seed makes the same messages, files, faults and kills (${DEFAULT-VALUE})")
    private long seed;

    @Option(names = "--database", defaultValue = "sqlite", description = "sqlite, h2 or postgres (${DEFAULT-VALUE})")
    private String database;

    @Option(
            names = "--bridges",
            description =
                    "How many bridges share the ledger (1 on sqlite and h2, where it cannot be more; 2 on postgres)")
    private Integer bridges;

    @Option(names = "--kills", defaultValue = "20", description = "How often a bridge is killed (${DEFAULT-VALUE})")
    private int kills;

    @Option(
            names = "--delivery",
            defaultValue = "transaction",
            description = "dhp.delivery.mode of the bridges: transaction or sequential (${DEFAULT-VALUE})")
    private String delivery;

    @Option(
            names = "--full-disk",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Whether the disk of a ledger in a file is filled once; needs the right to mount"
                    + " (${DEFAULT-VALUE})")
    private boolean fullDisk;

    @Option(
            names = "--folder",
            description = "Where homes and logs go; by default a folder of its own for temporary files")
    private Path folder;

    /** Runs a soak and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Soak()).execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        require(messages > 0, "--messages takes a number above 0.");
        require(minutes >= 0 && kills >= 0, "--minutes and --kills take no negative numbers.");
        require(DATABASES.contains(database), "--database takes sqlite, h2 or postgres.");
        require(
                delivery.equals("transaction") || delivery.equals("sequential"),
                "--delivery takes transaction or sequential.");
        int count = bridges == null ? database.equals(POSTGRES) ? 2 : 1 : bridges;
        require(count > 0 && (count == 1 || database.equals(POSTGRES)), "Only on postgres can bridges share a ledger.");
        Path where = folder == null ? Files.createTempDirectory("soak-") : Files.createDirectories(folder);
        SoakSettings settings = new SoakSettings(
                messages, minutes, seed, database, count, kills, delivery, fullDisk, where.toAbsolutePath());
        PrintWriter out = spec.commandLine().getOut();
        return new SoakRun(settings, out).run() ? 0 : 1;
    }

    private void require(boolean fulfilled, String sentence) {
        if (!fulfilled) {
            throw new ParameterException(spec.commandLine(), sentence);
        }
    }
}
