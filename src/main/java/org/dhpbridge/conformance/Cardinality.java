package org.dhpbridge.conformance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import org.dhpbridge.profile.ElementRule;
import org.dhpbridge.profile.Shape;
import org.dhpbridge.profile.Slicing;

/** How often elements and slices may and must stand. */
final class Cardinality {

    private final Report report;
    private String profile;

    Cardinality(Report report) {
        this.report = report;
    }

    /**
     * @param canonical of the profile whose elements come next
     * @return that of those before
     */
    String enter(String canonical) {
        String before = profile;
        profile = canonical;
        return before;
    }

    /** Elements and slices of which an object has none at all; and choices that it has in two types. */
    void missing(ObjectNode object, Shape shape, Place place) {
        for (ElementRule rule : shape.mandatory()) {
            if (count(object, rule) == 0) {
                if (rule.min() > 0) {
                    report.error("required", place.child(rule.name()), Sentences.missing(rule, profile));
                }
                if (rule.slicing() != null) {
                    slices(rule, new ElementRule[0], place);
                }
            }
        }
        for (ElementRule rule : shape.choices()) {
            if (count(object, rule) > 1) {
                report.error(
                        "structure",
                        place.child(rule.name()),
                        "The element stands in more than one type; only one may be sent.");
            }
        }
    }

    private static int count(ObjectNode object, ElementRule rule) {
        int count = 0;
        for (String name : rule.jsonNames()) {
            if (object.has(name) || object.has("_" + name)) {
                count++;
            }
        }
        return count;
    }

    void minimum(ElementRule rule, int count, Place parent) {
        if (count < rule.min()) {
            report.error("required", parent.child(rule.name()), Sentences.missing(rule, profile));
        }
    }

    void maximum(ElementRule rule, int count, Place place) {
        if (count > rule.max()) {
            report.error("structure", place, Sentences.tooMany(rule));
        }
    }

    /** @param of the slice of each repeat, null for none */
    void slices(ElementRule rule, ElementRule[] of, Place parent) {
        Slicing slicing = rule.slicing();
        Map<ElementRule, Integer> counts = new HashMap<>();
        int last = -1;
        boolean outside = false;
        for (int i = 0; i < of.length; i++) {
            Place place = rule.isList() ? parent.child(rule.name(), i) : parent.child(rule.name());
            if (of[i] == null) {
                outside = true;
                if (slicing.isClosed()) {
                    report.error("structure", place, Sentences.inNoSlice(rule));
                }
                continue;
            }
            counts.merge(of[i], 1, Integer::sum);
            int position = slicing.slices().indexOf(of[i]);
            if (slicing.isOrdered() && position < last || slicing.isOpenAtEnd() && outside) {
                report.error("structure", place, "The repeats do not stand in the order that the profile demands.");
            }
            last = Math.max(last, position);
        }
        for (ElementRule slice : slicing.slices()) {
            int count = counts.getOrDefault(slice, 0);
            if (count < slice.min()) {
                report.error("required", parent.child(rule.name()), Sentences.missing(slice, profile));
            }
            if (count > slice.max()) {
                report.error("structure", parent.child(rule.name()), Sentences.tooMany(slice));
            }
        }
    }
}
