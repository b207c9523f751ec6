package org.dhpbridge.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.dhpbridge.kernel.ExactJson;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** Asks the running bridge to replay messages, or what a replay would do. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        header = "Tries dead letters (or other ended messages) again, or shows what that would do.",
        description = {
            "",
            "Asks the running bridge over its API, with the key of its home folder. Which messages: --id, or a filter,"
                    + " or --all dead letters. With --dry-run nothing is written anywhere, and you read what would be sent"
                    + " now and how it differs from what is on the platform: personal data.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:due again, or shown, if only nothing",
            "1:no bridge answers, or it refuses; with --dry-run also: at least one message would be dead",
            "2:wrong usage"
        })
final class ReplayCommand implements Callable<Integer> {

    private static final int FAILED = 1;
    private static final ObjectMapper JSON = ExactJson.mapper();

    enum From {
        RECEIVE,
        TRANSFORM
    }

    @Option(names = "--id", arity = "1..*", split = ",", paramLabel = "N", description = "these messages, at most 200")
    private List<Long> ids;

    @Option(
            names = "--state",
            paramLabel = "STATE",
            description = "those that ended so: dead (default), delivered or superseded")
    private String state;

    @Mixin
    private WhichMessages which = new WhichMessages();

    @Option(names = "--before", paramLabel = "TIME", description = "only those received before")
    private Instant before;

    @Option(names = "--all", description = "all of them; needed when nothing else says which")
    private boolean all;

    @Option(
            names = "--from",
            paramLabel = "STEP",
            description = "transform (default): map again; receive: read and identify again, when what decides whom a"
                    + " message is about was wrong")
    private From from;

    @Option(
            names = "--rate",
            paramLabel = "R",
            description = "at most so many messages a second; without it all at once")
    private Double rate;

    @Option(
            names = "--who",
            paramLabel = "NAME",
            description = "who asks, for the history; your user name when left out")
    private String who = System.getProperty("user.name");

    @Option(names = "--why", paramLabel = "TEXT", description = "why, for the history")
    private String why;

    @Option(names = "--dry-run", description = "shows what would be sent now and how it differs; writes nothing")
    private boolean dryRun;

    @Option(names = "--limit", paramLabel = "N", description = "how many messages a dry run shows: 20, at most 100")
    private Integer limit;

    @Option(names = "--json", description = "prints the API's answer as it is")
    private boolean asJson;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "the bridge; that of this machine and its server.port if left out. The key of another one:"
                    + " --dhp.api.token-file=FILE")
    private URI url;

    @Unmatched
    private List<String> settings = new ArrayList<>();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        String[] arguments = OfflineSettings.among(spec, settings);
        boolean filtered = state != null || !which.isAll() || before != null;
        if (ids == null && !filtered && !all) {
            throw new ParameterException(
                    spec.commandLine(), "Say which messages: --id 12, a filter as --error-code required, or --all");
        }
        if (ids != null && (filtered || all)) {
            throw new ParameterException(spec.commandLine(), "Give --id or a filter, not both");
        }
        LoggingSystem.get(ReplayCommand.class.getClassLoader())
                .setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.OFF);
        try {
            return ask(new BridgeApi(
                    new OfflineSettings(arguments), url, spec.commandLine().getErr()));
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(spec.commandLine(), "--url is no address, as http://localhost:8080", wrong);
        }
    }

    private int ask(BridgeApi bridge) {
        HttpRequest request = bridge.request("/api/messages/replay")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(wish().toString()))
                .build();
        try {
            HttpResponse<String> answer = bridge.send(request, HttpResponse.BodyHandlers.ofString());
            return answered(bridge, answer.statusCode(), answer.body());
        } catch (IOException e) {
            return failed("No bridge answers at " + bridge
                    + ". Start it (a replay is carried out by the running bridge), or name where it runs:"
                    + " --server.port=8081 or --url http://host:8080.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failed("Stopped.");
        }
    }

    private ObjectNode wish() {
        ObjectNode wish = JSON.createObjectNode();
        if (ids != null) {
            ArrayNode list = wish.putArray("ids");
            ids.forEach(list::add);
        }
        wish.put("state", state);
        wish.put("source", which.source());
        wish.put("errorCode", which.errorCode());
        wish.put("since", which.sinceText());
        wish.put("before", before == null ? null : before.toString());
        wish.put("from", from == null ? null : from.name().toLowerCase(Locale.ROOT));
        wish.put("rate", rate);
        wish.put("dryRun", dryRun);
        wish.put("limit", limit);
        wish.put("who", who);
        wish.put("why", why);
        return wish;
    }

    private int answered(BridgeApi bridge, int status, String body) throws IOException {
        JsonNode answer;
        try {
            answer = JSON.readTree(body);
        } catch (IOException noJson) {
            return failed("What answers at " + bridge + " is no bridge (" + status + ").");
        }
        if (status / 100 != 2) {
            String detail = answer.path("detail").asText("");
            return failed(
                    "The bridge at " + bridge + " answers with " + status + (detail.isEmpty() ? "." : ": " + detail));
        }
        PrintWriter out = spec.commandLine().getOut();
        if (asJson) {
            out.println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(answer));
        } else if (dryRun) {
            DryRunText.print(answer, out);
        } else {
            replayed(answer, out);
        }
        return dryRun && answer.path("messages").findValuesAsText("wouldBe").contains("dead") ? FAILED : 0;
    }

    private void replayed(JsonNode job, PrintWriter out) {
        long replayed = job.path("replayed").asLong();
        out.println(replayed == 1 ? "1 message is due again." : replayed + " messages are due again.");
        if (job.path("state").asText().equals("running")) {
            out.println("The others of " + job.path("messages").asText() + " follow as replay "
                    + job.path("job").asText() + (rate == null ? "" : ", " + rate + " a second")
                    + ", the oldest first; the console shows how far it is.");
        }
        job.path("warnings").forEach(warning -> out.println(warning.asText()));
        if (ids != null && replayed < ids.size() && rate == null) {
            out.println("The others do not exist or have not ended: what is due is tried again by itself.");
        }
    }

    private int failed(String sentence) {
        spec.commandLine().getErr().println(sentence);
        return FAILED;
    }
}
