package org.dhpbridge.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.dhpbridge.kernel.ExactJson;
import org.dhpbridge.ledger.AuditEntry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Proves that an exported audit is as it was written, without a ledger and without the network. */
@Command(
        name = "console-audit",
        mixinStandardHelpOptions = true,
        header = "Checks an exported audit: whether every row is there and as it was written.",
        description = {
            "",
            "Takes the file that the console's audit page exports (NDJSON) and computes the hash of every row anew."
                    + " With --head also whether the row that was noted earlier is still the same: that finds rows that"
                    + " were cut off or a chain that was written anew.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:the chain is whole", "1:it is broken, or the file cannot be read", "2:wrong usage"})
final class ConsoleAudit implements Callable<Integer> {

    private static final int BROKEN = 1;
    private static final Pattern HEAD = Pattern.compile("\\d{1,18}:[0-9a-f]{64}");
    private static final String NOTHING_BEFORE = "0".repeat(64);

    @Parameters(paramLabel = "FILE", description = "the exported audit, as audit.ndjson")
    private Path file;

    @Option(names = "--head", paramLabel = "ROW:HASH", description = "a head that was noted earlier, as 17:9f86…")
    private String head;

    @Spec
    private CommandSpec spec;

    private final ObjectMapper json = ExactJson.mapper();

    @Override
    public Integer call() {
        if (head != null && !HEAD.matcher(head).matches()) {
            throw new ParameterException(
                    spec.commandLine(), "--head takes the number of a row, a colon and 64 hexadecimal digits.");
        }
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            return check(lines);
        } catch (IOException e) {
            return failed("The file " + file + " cannot be read as UTF-8 text ("
                    + e.getClass().getSimpleName() + ").");
        }
    }

    private int check(BufferedReader lines) throws IOException {
        String previous = NOTHING_BEFORE;
        long row = 0;
        boolean noted = head == null;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            row++;
            AuditEntry entry = entry(line);
            if (entry == null || entry.seq() != row || !entry.previous().equals(previous) || !entry.isAsWritten()) {
                return failed("The chain is broken at row " + row
                        + ": that row, or one before it, was changed, taken out" + " or put in.");
            }
            previous = entry.hash();
            if (head != null && head.startsWith(row + ":")) {
                if (!head.equals(row + ":" + previous)) {
                    return failed("Row " + row + " is another than was noted: the chain was written anew.");
                }
                noted = true;
            }
        }
        if (!noted) {
            return failed("The row that was noted is not there: the file ends at row " + row + ".");
        }
        spec.commandLine().getOut().println("The chain is whole: " + row + " rows. Head " + row + ":" + previous);
        return 0;
    }

    /** @return null for what is no row */
    private AuditEntry entry(String line) {
        try {
            JsonNode node = json.readTree(line);
            if (node == null || !node.hasNonNull("hash") || !node.hasNonNull("previous")) {
                return null;
            }
            return new AuditEntry(
                    node.path("seq").asLong(),
                    text(node, "at"),
                    text(node, "actor"),
                    text(node, "action"),
                    text(node, "target"),
                    text(node, "detail"),
                    text(node, "bridge"),
                    text(node, "previous"),
                    text(node, "hash"));
        } catch (JsonProcessingException notJson) {
            return null;
        }
    }

    private static String text(JsonNode node, String name) {
        return node.hasNonNull(name) ? node.get(name).asText() : null;
    }

    private int failed(String sentence) {
        spec.commandLine().getErr().println(sentence);
        return BROKEN;
    }
}
