package org.dhpbridge.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.dhpbridge.ledger.LedgerForTools;
import org.dhpbridge.ledger.LedgerUnavailableException;
import org.dhpbridge.ledger.MessageFilter;
import org.dhpbridge.ledger.State;
import org.dhpbridge.source.csv.CsvFeeds;
import org.dhpbridge.support.DeadLetters;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** Writes down dead letters for whoever helps the site, without a value of theirs. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        header = "Exports the dead letters for support, without personal data.",
        description = {
            "",
            "Prints one JSON object a dead letter (NDJSON): why it is dead, its history, and its shape (which"
                    + " segments, fields and columns are filled, with values of which kind and length), never a value."
                    + " Works beside a running bridge and without one; settings of the bridge may be added, as"
                    + " --dhp.home=/srv/bridge.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:exported, if only nothing",
            "1:the ledger cannot be read, or the export not be written",
            "2:wrong usage"
        })
final class Export implements Callable<Integer> {

    private static final int FAILED = 1;
    private static final int OK = 200;

    @Option(names = "--out", paramLabel = "FILE", description = "writes there instead of to the terminal")
    private Path file;

    @Mixin
    private WhichMessages which = new WhichMessages();

    @Unmatched
    private List<String> settings = new ArrayList<>();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        LoggingSystem.get(Export.class.getClassLoader()).setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.OFF);
        OfflineSettings offline = new OfflineSettings(OfflineSettings.among(spec, settings));
        if (file == null) {
            return export(offline, spec.commandLine().getOut());
        }
        try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(file, StandardCharsets.UTF_8))) {
            return export(offline, out);
        } catch (IOException e) {
            return failed(
                    "The file " + file + " cannot be written (" + e.getClass().getSimpleName() + ").");
        }
    }

    private int export(OfflineSettings offline, PrintWriter out) {
        try {
            Optional<LedgerForTools> opened = LedgerForTools.open(offline.ledger());
            if (opened.isEmpty()) {
                return askTheBridge(
                        new BridgeApi(offline, null, spec.commandLine().getErr()), out);
            }
            try (LedgerForTools tools = opened.get()) {
                MessageFilter filter = MessageFilter.of(State.DEAD)
                        .withSource(which.source())
                        .withErrorCode(which.errorCode())
                        .withReceived(which.since(), null);
                int exported = new DeadLetters(tools, new CsvFeeds(offline.homeFiles())).export(filter, out::println);
                return end(exported, out);
            }
        } catch (LedgerUnavailableException e) {
            return failed(e.getMessage() + " " + e.action());
        }
    }

    /** A ledger in a file belongs to one process: the running bridge. */
    private int askTheBridge(BridgeApi bridge, PrintWriter out) {
        HttpRequest request = bridge.request("/api/messages/export" + query()).build();
        try {
            HttpResponse<Stream<String>> answer = bridge.send(request, HttpResponse.BodyHandlers.ofLines());
            if (answer.statusCode() != OK) {
                return failed("The bridge at " + bridge + " answers with " + answer.statusCode() + ".");
            }
            return end(answer.body().peek(out::println).count(), out);
        } catch (UncheckedIOException e) {
            return failed("The bridge at " + bridge + " broke off: what was exported is not all.");
        } catch (IOException e) {
            return failed("A running bridge has the ledger, and it does not answer at " + bridge
                    + ". Name its port: --server.port=8081, or stop it.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failed("Stopped.");
        }
    }

    private String query() {
        Map<String, String> parameters = new TreeMap<>();
        parameters.put("source", which.source());
        parameters.put("errorCode", which.errorCode());
        parameters.put("since", which.sinceText());
        StringBuilder query = new StringBuilder();
        parameters.forEach((name, value) -> {
            if (value != null) {
                query.append(query.isEmpty() ? '?' : '&').append(name).append('=');
                query.append(URLEncoder.encode(value, StandardCharsets.UTF_8));
            }
        });
        return query.toString();
    }

    private int end(long letters, PrintWriter out) {
        if (out.checkError()) {
            return failed("Not all of the export could be written"
                    + (file == null ? "." : " to " + file + ": is there room on its disk?"));
        }
        spec.commandLine()
                .getErr()
                .println(letters + (letters == 1 ? " dead letter" : " dead letters") + " exported"
                        + (file == null ? "" : " to " + file));
        return 0;
    }

    private int failed(String why) {
        spec.commandLine().getErr().println(why);
        return FAILED;
    }
}
