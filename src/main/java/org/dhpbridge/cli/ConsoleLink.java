package org.dhpbridge.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.dhpbridge.home.HostLink;
import org.springframework.core.env.Environment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** Makes a link into the console for whoever sits at the host, while the SSO is away. */
@Command(
        name = "console-link",
        mixinStandardHelpOptions = true,
        header = "Prints a link into the console that is good once, for five minutes, on this machine.",
        description = {
            "",
            "For the time when the SSO is away: whoever may write to the bridge's home folder comes in as an operator,"
                    + " without the right to reveal. The audit has it as host access. Settings of the bridge may be added,"
                    + " as --dhp.home=/srv/bridge; the address is the one at which the bridge of that home started last,"
                    + " unless --server.port=8081 names another.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the link is printed",
            "1:there is no console, or the home folder cannot be written",
            "2:wrong usage"
        })
final class ConsoleLink implements Callable<Integer> {

    private static final int NO_LINK = 1;

    @Unmatched
    private List<String> settings = new ArrayList<>();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        OfflineSettings offline = new OfflineSettings(OfflineSettings.among(spec, settings));
        Environment environment = offline.environment();
        if (!environment.getProperty("dhp.console.enabled", Boolean.class, false)) {
            return failed("There is no console: set dhp.console.enabled=true, and what it needs (docs/console.md).");
        }
        Path home = Path.of(environment.getRequiredProperty("dhp.home"));
        if (!Files.isDirectory(home.resolve("data"))) {
            return failed("No bridge has run in " + home + "; name its home with --dhp.home=…");
        }
        try {
            // a link is for this machine, whatever address others use
            boolean isNamed = settings.stream().anyMatch(setting -> setting.startsWith("--server."));
            String bridge = isNamed ? offline.bridge() : HostLink.address(home).orElseGet(offline::bridge);
            spec.commandLine().getOut().println(bridge + "/console/link/" + HostLink.make(home));
            return 0;
        } catch (IOException e) {
            return failed("The folder data/console-links in " + home + " cannot be written ("
                    + e.getClass().getSimpleName() + "). Run this as the bridge's user.");
        }
    }

    private int failed(String sentence) {
        spec.commandLine().getErr().println(sentence);
        return NO_LINK;
    }
}
