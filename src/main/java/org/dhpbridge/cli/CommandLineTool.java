package org.dhpbridge.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Spec;

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
public final class CommandLineTool implements Runnable {

    @Spec
    private CommandLine.Model.CommandSpec spec;

    private CommandLineTool() {}

    /**
     * @param args the arguments of the process
     * @return the exit code when they are a command; empty when they start the bridge
     */
    public static Optional<Integer> run(String... args) {
        if (args.length == 0 || (args[0].startsWith("--") && !isOwnOption(args[0]))) {
            return Optional.empty();
        }
        PrintWriter out = utf8(FileDescriptor.out);
        PrintWriter err = utf8(FileDescriptor.err);
        int exitCode = new CommandLine(new CommandLineTool())
                .setUnmatchedOptionsAllowedAsOptionParameters(false)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(out)
                .setErr(err)
                .execute(args);
        out.flush();
        err.flush();
        return Optional.of(exitCode);
    }

    private static boolean isOwnOption(String arg) {
        return arg.equals("--help") || arg.equals("--version");
    }

    private static PrintWriter utf8(FileDescriptor stream) {
        return new PrintWriter(new FileOutputStream(stream), false, StandardCharsets.UTF_8);
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "No such command");
    }
}
