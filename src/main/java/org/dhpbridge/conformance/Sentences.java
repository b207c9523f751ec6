package org.dhpbridge.conformance;

import java.util.Collection;
import java.util.stream.Collectors;
import org.dhpbridge.profile.Binding;
import org.dhpbridge.profile.ElementRule;
import org.dhpbridge.profile.Invariant;
import org.dhpbridge.profile.Shape;
import org.dhpbridge.profile.TypeRule;

/** The words of issues: what is wrong and what is allowed; never a value of the input. */
final class Sentences {

    static final String NO_RESOURCE_TYPE =
            "The resource has no resourceType that FHIR R5 knows; name one, as Patient or Observation.";
    static final String EMPTY =
            "The element is empty. An element must have a value or children; leave it out when there is none.";
    static final String RELATIVE_EXTENSION =
            "The url of an extension must be absolute, as http://…; only inside another extension may it be a plain name.";
    static final String RELATIVE_SYSTEM = "The system of an identifier must be an absolute URI, as http://… or urn:….";
    static final String CONTAINED_WITHOUT_ID = "A contained resource must have an id, by which it is referred to.";

    private Sentences() {}

    static String unknownElement(Shape shape, String name) {
        for (ElementRule choice : shape.choices()) {
            if (name.startsWith(choice.name()) && name.length() > choice.name().length()) {
                return "The element " + choice.displayName() + " cannot have this type here. Allowed: "
                        + String.join(", ", choice.jsonNames()) + ".";
            }
        }
        return "There is no such element in " + shape.type() + ". Allowed: "
                + shape.elements().stream().map(ElementRule::displayName).collect(Collectors.joining(", ")) + ".";
    }

    static String missing(ElementRule rule, String profile) {
        String what = rule.sliceName() == null ? "The element " : "The slice ";
        String must = rule.value() == null ? "" : " It must be " + shown(rule) + ".";
        return what + rule.id() + " is mandatory (at least " + rule.min() + ") in " + profile + ", and missing." + must
                + whyNotAbsent(rule);
    }

    /** What is missing when resources are checked could not be declared absent before. */
    private static String whyNotAbsent(ElementRule rule) {
        if (rule.binding() != null && rule.binding().isRequired()) {
            return " It cannot be declared absent: no code of its required value set is known to say so ("
                    + rule.binding().codes().summary() + ").";
        }
        if (rule.sliceName() != null) {
            return " It cannot be declared absent: without its value nothing tells it from other repeats.";
        }
        return rule.types().stream().anyMatch(type -> type.code().equals("Extension"))
                ? " It cannot be declared absent: an extension without a value says nothing."
                : "";
    }

    static String tooMany(ElementRule rule) {
        return rule.max() == 0
                ? "The profile does not allow " + rule.id() + " here; leave it out."
                : "There are too many of " + rule.id() + ": at most " + rule.max() + " may be sent.";
    }

    static String inNoSlice(ElementRule rule) {
        return "The profile allows only these kinds of " + rule.id() + ": "
                + rule.slicing().slices().stream().map(ElementRule::sliceName).collect(Collectors.joining(", "))
                + ".";
    }

    static String otherThanFixed(ElementRule rule) {
        return "The profile demands that " + rule.id() + (rule.isExact() ? " is exactly " : " holds ") + shown(rule)
                + ".";
    }

    private static String shown(ElementRule rule) {
        return rule.value().isTextual() ? rule.value().asText() : rule.value().toString();
    }

    static String noCode(ElementRule rule, Binding binding) {
        return "The element " + rule.id() + " has no code, and one is required from "
                + binding.codes().summary() + ".";
    }

    static String notInSet(ElementRule rule, Binding binding) {
        return "The code of " + rule.id() + " is not in the value set that it is bound to (" + binding.strength()
                + "): " + binding.codes().summary() + ". "
                + (binding.isRequired() ? "Send one of them." : "Where one of them says the same, send that.");
    }

    static String notInSystem(String system) {
        return "The code system " + system + " has no such code. Send a code of it, or only the text.";
    }

    static String nothingBeside(TypeRule type) {
        return "Only a primitive element may have a property with _ beside it; the type of this one is " + type.code()
                + ", which holds its extensions itself.";
    }

    static String unknownModifier(String pack) {
        return "The modifier extension is not defined in the pack " + pack
                + "; what changes the meaning of a resource must be understood by its receiver.";
    }

    static String wrongTarget(String found, Collection<String> allowed) {
        return "The reference points to a " + found + ". Allowed: " + String.join(", ", allowed) + ".";
    }

    static String broken(Invariant rule) {
        return "The rule " + rule.key() + " does not hold: "
                + (rule.human().isEmpty() ? rule.expression() : rule.human());
    }

    static String badForm(String type) {
        return switch (type) {
            case "date" -> "The element must be a date: yyyy, yyyy-MM or yyyy-MM-dd.";
            case "dateTime" ->
                "The element must be a date (yyyy, yyyy-MM, yyyy-MM-dd) or a date with time and zone (yyyy-MM-ddThh:mm:ss+05:00).";
            case "instant" ->
                "The element must be a date with time to the second and zone (yyyy-MM-ddThh:mm:ss+05:00).";
            case "time" -> "The element must be a time without zone: hh:mm:ss.";
            case "id" -> "The element must be 1 to 64 letters, digits, hyphens or points.";
            case "code" -> "The element must be a code: no blanks at the ends, no two blanks in a row.";
            case "uri", "url", "canonical" -> "The element must be a URI: no blanks.";
            case "oid" -> "The element must be an OID: urn:oid: and numbers with points.";
            case "uuid" -> "The element must be a UUID in small letters after urn:uuid:.";
            case "base64Binary" -> "The element must be Base64.";
            case "xhtml" ->
                "The element must be XHTML: one <div xmlns=\"http://www.w3.org/1999/xhtml\"> that holds text and only formats it.";
            default -> "The element is not a valid " + type + ".";
        };
    }
}
