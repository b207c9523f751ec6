package org.dhpbridge.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Map;
import org.dhpbridge.kernel.ExactJson;
import org.dhpbridge.profile.ProfilePack;
import org.dhpbridge.source.RawMessage;
import org.dhpbridge.transform.CoverageCount;
import org.dhpbridge.transform.Draft;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows which Must Support elements a source fills: what a site needs to know before it may connect. */
@Command(
        name = "coverage",
        mixinStandardHelpOptions = true,
        header = "Shows how often the messages in files fill the Must Support elements, without sending anything.",
        description = {
            "",
            "Prints, per profile and Must Support element, in how many resources it is sent, left out, or declared absent."
                    + " A resource that stands in several messages counts in each. Then the fields that hold something and that no"
                    + " mapping looks at, the most frequent first, with the reason where mappings/hl7v2/deviations.csv has one.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every message could be read",
            "1:at least one message or file cannot be read",
            "2:wrong usage"
        })
final class Coverage extends ConvertingCommand {

    private static final int ONE_IS_UNREADABLE = 1;

    @Option(names = "--json", description = "prints one JSON object instead of a table")
    private boolean asJson;

    private ProfilePack profiles;
    private CoverageCount counted;
    private int unreadable;

    @Override
    void begin(ProfilePack pack) {
        profiles = pack;
        counted = new CoverageCount(pack);
    }

    @Override
    void converted(Path file, RawMessage message, Draft draft, Map<String, Integer> unread) {
        counted.add(draft, unread);
    }

    @Override
    void unreadable(Path file, String location, String code, String sentence) {
        unreadable++;
        err().println(file + (location == null ? "" : " " + location) + ": " + sentence);
    }

    @Override
    int end() {
        if (asJson) {
            out().println(json());
        } else {
            printTable();
        }
        return unreadable == 0 ? 0 : ONE_IS_UNREADABLE;
    }

    private ObjectNode json() {
        ObjectNode report = ExactJson.mapper().createObjectNode();
        report.put("pack", profiles.id()).put("messages", counted.messages()).put("unreadable", unreadable);
        ArrayNode all = report.putArray("profiles");
        counted.profiles().forEach(profile -> {
            ArrayNode elements = all.addObject()
                    .put("profile", profile.profile())
                    .put("resources", profile.resources())
                    .putArray("elements");
            profile.elements().forEach(element -> elements.addObject()
                    .put("element", element.element())
                    .put("sent", element.sent())
                    .put("declaredAbsent", element.declaredAbsent())
                    .put("leftOut", element.leftOut()));
        });
        ArrayNode fields = report.putArray("notCarried");
        counted.notCarried().forEach(field -> fields.addObject()
                .put("field", field.field())
                .put("count", field.values())
                .put("messages", field.messages())
                .put("why", why(field.field())));
        return report;
    }

    private void printTable() {
        out().printf("%s: %d messages, %d unreadable%n", profiles.id(), counted.messages(), unreadable);
        counted.profiles().forEach(profile -> {
            int width = profile.elements().stream()
                    .mapToInt(element -> element.element().length())
                    .reduce("Must Support".length(), Math::max);
            out().printf("%n%s: %d resources%n", profile.profile(), profile.resources());
            out().printf("  %-" + width + "s %8s %16s %9s%n", "Must Support", "sent", "declared absent", "left out");
            for (CoverageCount.OfElement element : profile.elements()) {
                out().printf(
                                "  %-" + width + "s %8d %16d %9d%n",
                                element.element(),
                                element.sent(),
                                element.declaredAbsent(),
                                element.leftOut());
            }
        });
        if (!counted.notCarried().isEmpty()) {
            out().printf("%nFields that hold something and are not carried: messages, values, why%n");
            counted.notCarried().forEach(field -> out().printf(
                            "  %-12s %6d %6d  %s%n",
                            field.field(),
                            field.messages(),
                            field.values(),
                            why(field.field()) == null ? "" : why(field.field())));
        }
    }
}
