package org.dhpbridge.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.dhpbridge.doctor.Doctor;
import org.dhpbridge.doctor.Finding;
import org.dhpbridge.doctor.Finding.Status;
import org.dhpbridge.kernel.ExactJson;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** The doctor: says what of a bridge with these settings works, and what to do about what does not. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        header = "Checks everything that the bridge needs, with what to do beside each failure.",
        description = {
            "",
            "Looks at settings, folders, disk, profile pack, mappings, sources, ledger, SSO, FHIR server and clock: one line"
                    + " a check, and a line that begins with an arrow says what to do. Changes nothing and sends nothing of a"
                    + " patient. Takes the settings of the bridge, as --dhp.environment=playground"
                    + " --dhp.home=/srv/bridge.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:all right, if only with warnings", "1:at least one check failed", "2:wrong usage"})
final class Check implements Callable<Integer> {

    private static final int ONE_FAILED = 1;
    private static final ObjectMapper JSON = ExactJson.mapper();

    @Option(names = "--json", description = "prints one JSON object instead of lines")
    private boolean asJson;

    @Unmatched
    private List<String> settings = new ArrayList<>();

    @Spec
    private CommandSpec spec;

    private final Map<Status, Integer> counts = new EnumMap<>(Status.class);

    @Override
    public Integer call() {
        settings.stream()
                .filter(s -> !s.matches("--(dhp|server|spring|management|camel|logging)\\..+=.*"))
                .findFirst()
                .ifPresent(wrong -> {
                    throw new ParameterException(
                            spec.commandLine(),
                            "Unknown option " + wrong.replaceAll("=.*", "")
                                    + "; a setting is written --dhp.home=/srv/bridge");
                });
        LoggingSystem.get(Check.class.getClassLoader()).setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.OFF);
        Doctor doctor = new Doctor(new OfflineSettings(settings.toArray(String[]::new)).environment());
        PrintWriter out = spec.commandLine().getOut();
        if (asJson) {
            ArrayNode checks = JSON.createArrayNode();
            doctor.examine(finding -> checks.add(json(counted(finding))));
            ObjectNode all = JSON.createObjectNode().put("ok", count(Status.FAILED) == 0);
            all.set("checks", checks);
            out.println(all.toPrettyString());
        } else {
            doctor.examine(finding -> print(out, counted(finding)));
            out.printf(
                    "%d ok, %d %s, %d failed%n",
                    count(Status.OK),
                    count(Status.WARNING),
                    count(Status.WARNING) == 1 ? "warning" : "warnings",
                    count(Status.FAILED));
        }
        return count(Status.FAILED) == 0 ? 0 : ONE_FAILED;
    }

    private Finding counted(Finding finding) {
        counts.merge(finding.status(), 1, Integer::sum);
        return finding;
    }

    private int count(Status status) {
        return counts.getOrDefault(status, 0);
    }

    private static void print(PrintWriter out, Finding finding) {
        out.printf("%-7s  %s: %s%n", finding.status().word(), finding.what(), finding.facts());
        if (finding.fix() != null) {
            out.printf("         → %s%n", finding.fix());
        }
        out.flush();
    }

    private static ObjectNode json(Finding finding) {
        ObjectNode json = JSON.createObjectNode()
                .put("status", finding.status().word())
                .put("what", finding.what())
                .put("facts", finding.facts());
        return finding.fix() == null ? json : json.put("fix", finding.fix());
    }
}
