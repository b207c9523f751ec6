package org.dhpbridge.conformance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.dhpbridge.fhirpath.Place;
import org.dhpbridge.profile.ElementRule;
import org.dhpbridge.profile.Shape;
import org.dhpbridge.profile.Slicing;

/** How often elements and slices may and must stand. */
final class Cardinality {

    private static final int[] NONE = {};

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

    /** Elements and slices of which an object has none at all. */
    void missing(ObjectNode object, Shape shape, Place place) {
        List<ElementRule> mandatory = shape.mandatory();
        for (int i = 0; i < mandatory.size(); i++) {
            ElementRule rule = mandatory.get(i);
            if (rule.countIn(object) == 0) {
                if (rule.min() > 0) {
                    report.error("required", place.child(rule.name()), Sentences.missing(rule, profile));
                }
                if (rule.slicing() != null) {
                    slices(rule, NONE, place);
                }
            }
        }
    }

    /** Elements that an object has in two types. */
    void choices(ObjectNode object, Shape shape, Place place) {
        for (ElementRule rule : shape.choices()) {
            if (rule.countIn(object) > 1) {
                report.error(
                        "structure",
                        place.child(rule.name()),
                        "The element stands in more than one type; only one may be sent.");
            }
        }
    }

    void minimum(ElementRule rule, int count, Place parent) {
        if (count < rule.min()) {
            report.error("required", parent.child(rule.name()), Sentences.missing(rule, profile));
        }
    }

    void maximum(ElementRule rule, int count, Place parent) {
        if (count > rule.max()) {
            report.error("structure", parent.child(rule.name()), Sentences.tooMany(rule));
        }
    }

    /** @param of the index of the slice of each repeat, negative for none */
    void slices(ElementRule rule, int[] of, Place parent) {
        Slicing slicing = rule.slicing();
        int[] counts = new int[slicing.slices().size()];
        int last = -1;
        boolean outside = false;
        for (int i = 0; i < of.length; i++) {
            if (of[i] < 0) {
                outside = true;
                if (slicing.isClosed()) {
                    report.error("structure", repeat(rule, i, parent), Sentences.inNoSlice(rule));
                }
                continue;
            }
            counts[of[i]]++;
            if (slicing.isOrdered() && of[i] < last || slicing.isOpenAtEnd() && outside) {
                report.error(
                        "structure",
                        repeat(rule, i, parent),
                        "The repeats do not stand in the order that the profile demands.");
            }
            last = Math.max(last, of[i]);
        }
        for (int i = 0; i < counts.length; i++) {
            ElementRule slice = slicing.slices().get(i);
            if (counts[i] < slice.min()) {
                report.error("required", parent.child(rule.name()), Sentences.missing(slice, profile));
            }
            if (counts[i] > slice.max()) {
                report.error("structure", parent.child(rule.name()), Sentences.tooMany(slice));
            }
        }
    }

    private static Place repeat(ElementRule rule, int index, Place parent) {
        return rule.isList() ? parent.child(rule.name(), index) : parent.child(rule.name());
    }
}
