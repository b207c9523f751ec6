package org.dhpbridge.profile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds what a profile lets no choice about: fixed and pattern values, and the system of a code. */
final class Constants {

    private Constants() {}

    /** The value that the rule and the rules inside it prescribe; empty when they prescribe nothing. */
    static Optional<JsonNode> of(ElementRule rule) {
        if (rule.value() != null) {
            return Optional.of(rule.value().deepCopy());
        }
        ObjectNode merged = PackJson.object();
        for (TypeRule type : rule.types()) {
            if (type.isConstrained()) {
                for (ElementRule child : type.shape().elements()) {
                    if (!child.isChoice() && child.max() > 0) {
                        of(child).ifPresent(value -> put(merged, child, value));
                    }
                }
            }
        }
        return merged.isEmpty() ? Optional.empty() : Optional.of(merged);
    }

    private static void put(ObjectNode parent, ElementRule child, JsonNode value) {
        if (child.isList()) {
            parent.putArray(child.name()).add(value);
        } else {
            parent.set(child.name(), value);
        }
    }

    static Optional<ObjectNode> coding(ElementRule rule, String code) {
        Optional<ObjectNode> known =
                rule.binding() == null ? Optional.empty() : bound(rule.binding().codes(), code);
        return known.or(() -> inside(rule, code))
                .or(() -> inSlices(rule, code))
                .or(() -> rule.binding() == null
                        ? Optional.empty()
                        : onlySystem(rule.binding().codes(), code));
    }

    private static Optional<ObjectNode> bound(CodeSet codes, String code) {
        return codes.systemsOf(code).stream().findFirst().map(system -> {
            ObjectNode coding = PackJson.object().put("system", system).put("code", code);
            codes.display(system, code).ifPresent(display -> coding.put("display", display));
            return coding;
        });
    }

    private static Optional<ObjectNode> onlySystem(CodeSet codes, String code) {
        return codes.systems().size() == 1
                        && codes.contains(codes.systems().iterator().next(), code) != CodeSet.Membership.NO
                ? Optional.of(PackJson.object()
                        .put("system", codes.systems().iterator().next())
                        .put("code", code))
                : Optional.empty();
    }

    private static Optional<ObjectNode> inside(ElementRule rule, String code) {
        for (TypeRule type : rule.types()) {
            if (!type.isConstrained()) {
                continue;
            }
            String inner =
                    switch (type.code()) {
                        case "CodeableConcept" -> "coding";
                        case "CodeableReference" -> "concept";
                        case "Extension" -> "value";
                        default -> null;
                    };
            if (inner != null) {
                return coding(type.shape().element(inner), code);
            }
            if (type.code().equals("Coding")) {
                ElementRule codeRule = type.shape().element("code");
                ElementRule systemRule = type.shape().element("system");
                if (systemRule.value() instanceof TextNode system && holds(codeRule, code)) {
                    return Optional.of(
                            PackJson.object().put("system", system.asText()).put("code", code));
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<ObjectNode> inSlices(ElementRule rule, String code) {
        if (rule.slicing() == null) {
            return Optional.empty();
        }
        return rule.slicing().slices().stream()
                .flatMap(slice -> coding(slice, code).stream())
                .findFirst();
    }

    static boolean holds(ElementRule rule, String code) {
        if (rule.binding() != null && !rule.binding().codes().systemsOf(code).isEmpty()) {
            return true;
        }
        return rule.binding() != null && rule.binding().codes().contains(null, code) == CodeSet.Membership.YES
                || inside(rule, code).isPresent()
                || inSlices(rule, code).isPresent();
    }

    static Optional<String> extensionUrl(ElementRule rule) {
        for (TypeRule type : rule.types()) {
            if (type.code().equals("Extension")) {
                return type.profiles().stream().findFirst().or(() -> Optional.ofNullable(
                                type.shape().element("url").value())
                        .map(JsonNode::asText));
            }
        }
        return Optional.empty();
    }

    /** All extension slices of a profile, also those on primitives and inside other elements. */
    static List<ElementRule> extensionSlices(Profile profile) {
        List<ElementRule> found = new ArrayList<>();
        collect(profile.root(), found);
        return found;
    }

    private static void collect(ElementRule rule, List<ElementRule> found) {
        if (rule.slicing() != null) {
            for (ElementRule slice : rule.slicing().slices()) {
                if (rule.name().equals("extension")) {
                    found.add(slice);
                }
                collect(slice, found);
            }
        }
        for (TypeRule type : rule.types()) {
            if (type.isConstrained()) {
                type.shape().elements().forEach(child -> collect(child, found));
            }
        }
    }
}
