package org.dhpbridge.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Tells a command from a start of the bridge, and runs it. */
@Command(
        name = "dhp-bridge",
        mixinStandardHelpOptions = true,
        version = "dhp-bridge",
        header = "Carries HL7v2, CSV and database rows into the Digital Health Platform as FHIR R5.",
        description = {
            "",
            "Without a command the bridge starts: health, metrics and API on port 8080, and, unless another platform is"
                    + " chosen with --dhp.environment=…, a sandbox of the platform on port 8090.",
            ""
        },
        footer = {"", "Every setting: docs/configuration.md; as an argument: --dhp.home=/srv/bridge --server.port=8081"
        },
        subcommands = {
            Explain.class,
            Coverage.class,
            Check.class,
            Export.class,
            ReplayCommand.class,
            ConsoleLink.class,
            ConsoleAudit.class,
            TryMapping.class
        })
public final class CommandLineTool {

    private static final int NOT_WRITTEN = 1;

    private CommandLineTool() {}

    /**
     * @param args the arguments of the process
     * @return the exit code when there is a command among them, or a word that is none; empty when they start the bridge
     */
    public static Optional<Integer> run(String... args) {
        return run(new FileOutputStream(FileDescriptor.out), new FileOutputStream(FileDescriptor.err), args);
    }

    static Optional<Integer> run(OutputStream terminal, OutputStream errors, String... args) {
        int word = 0;
        while (word < args.length && isSetting(args[word])) {
            word++;
        }
        if (word == args.length) {
            return Optional.empty();
        }
        PrintWriter out = new PrintWriter(terminal, false, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(errors, false, StandardCharsets.UTF_8);
        CommandLine tool = new CommandLine(new CommandLineTool())
                .setUnmatchedOptionsAllowedAsOptionParameters(false)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(out)
                .setErr(err);
        int exitCode = execute(tool, word, args);
        if (out.checkError()) {
            err.println("Not all of the output could be written: the disk is full, or what it goes to was closed.");
            exitCode = Math.max(exitCode, NOT_WRITTEN);
        }
        err.flush();
        return Optional.of(exitCode);
    }

    private static int execute(CommandLine tool, int word, String... args) {
        if (tool.getSubcommands().containsKey(args[word])) {
            List<String> ordered = new ArrayList<>(List.of(args));
            ordered.add(0, ordered.remove(word));
            return tool.execute(ordered.toArray(String[]::new));
        }
        if (args[word].startsWith("-")) {
            return tool.execute(args[word]);
        }
        tool.getErr()
                .println("There is no command " + args[word] + "; there are: "
                        + String.join(", ", tool.getSubcommands().keySet())
                        + ". A setting is written --dhp.home=/srv/bridge; --help says more.");
        return tool.getCommandSpec().exitCodeOnInvalidInput();
    }

    private static boolean isSetting(String arg) {
        return arg.startsWith("--") && !arg.equals("--help") && !arg.equals("--version");
    }
}
