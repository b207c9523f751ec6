package org.dhpbridge.source.hl7;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.dhpbridge.source.hl7.GroupType.Child;

/**
 * Puts the segments of one message, in order, into the groups of its structure. Never refuses one. A segment goes, in this
 * order of preference: onward in the innermost open group, into a new repetition of that group, the same in the group
 * around it, and so on outward; then back to an earlier place, innermost group first; then, in an array under its own name,
 * to the innermost open group.
 */
final class Placement {

    private static final int NOWHERE = -1;
    private static final String NOTE = "NTE";

    /** What has notes of its own, whether or not the structure has a place for them. */
    private static final Set<String> OF_THEIR_OWN = Set.of("SPM", "OBX");

    private static final String RESULTS_BEFORE =
            "results (OBX) stand before this order and behind none; they were read as results of no order. If they are its results, send"
                    + " them behind its OBR.";

    /** An open group: where in it we are, and the segment that opened it. */
    private static final class Frame {
        final GroupType type;
        final ObjectNode node;
        final Frame around;
        final Child as;

        /** Index of the child that was opened or set last; of the frames around an open one that is the open one's. */
        int at;

        String openedBy;

        Frame(GroupType type, ObjectNode node, Frame around, Child as) {
            this.type = type;
            this.node = node;
            this.around = around;
            this.as = as;
        }
    }

    private final GroupType structure;
    private final ObjectNode root;
    private final List<ReaderNote> notes;
    private final OrderBefore orderBefore = new OrderBefore();
    private Frame innermost;

    /**
     * @param structure null when none is known: every segment stands in an array at the root
     * @param notes takes what a person should see of segments that stand where the structure has no place for them
     */
    Placement(GroupType structure, ObjectNode root, List<ReaderNote> notes) {
        innermost = structure == null ? null : new Frame(structure, root, null, null);
        this.structure = structure;
        this.root = root;
        this.notes = notes;
    }

    /** @param known whether HL7 defines the segment; others stay with what they follow */
    void put(String name, ObjectNode segment, boolean known) {
        if (innermost == null) {
            append(root, name, segment);
        } else {
            place(name, segment, known);
            orderBefore.see(name, segment);
        }
    }

    private void place(String name, ObjectNode segment, boolean known) {
        if (!known) {
            append(innermost.node, name, segment);
            if (!name.startsWith("Z")) {
                note("unknown-segment", name, segment, "HL7 knows no segment of this name, so nothing of it is sent.");
            }
        } else if (orderBehindItsControl(name, segment) || orderBehindAnothersControl(name, segment)) {
            return;
        } else if (lateSpecimen(name, segment)) {
            misplaced(name, segment, "it was read as the specimen of the orders before it.");
        } else if (latePatient(name, segment)) {
            misplaced(name, segment, "what stands before it was read as the patient's.");
        } else if (lateOrder(name, segment)) {
            misplaced(name, segment, "it was read as the order of the ORC before it.");
        } else {
            boolean behindResults = beginsAnOrder(name) && isBehindResultsOfNone();
            if (!onward(name, segment)) {
                misplaced(name, segment, back(name, segment));
            } else if (behindResults) {
                note("misplaced", name, segment, RESULTS_BEFORE);
            }
        }
    }

    private void misplaced(String name, ObjectNode segment, String reading) {
        note(
                "misplaced",
                name,
                segment,
                structure.name() + " has no place for the segment here; " + reading
                        + " Send the segments in the order of HL7.");
    }

    private void note(String code, String name, ObjectNode segment, String sentence) {
        notes.add(new ReaderNote(code, Segments.place(segment.path("_segment").asInt(), name), sentence));
    }

    /** A specimen behind the orders that began its group without it, as many analysers send it (OUL^R22 as if it were ORU). */
    private boolean lateSpecimen(String name, ObjectNode segment) {
        return name.equals("SPM") && completes(name, segment, frame -> true);
    }

    /** A patient behind the notes or the visit that began his group, as where NTE follows MSH directly. */
    private boolean latePatient(String name, ObjectNode segment) {
        return name.equals("PID") && completes(name, segment, frame -> true);
    }

    /** ORC before OBR, where the structure has it behind (OUL): one order all the same. */
    private boolean orderBehindItsControl(String name, ObjectNode segment) {
        return name.equals("OBR")
                && completes(name, segment, frame -> frame == innermost && "ORC".equals(frame.openedBy));
    }

    /** An order behind an ORC that is of the order before it: a group of its own. */
    private boolean orderBehindAnothersControl(String name, ObjectNode segment) {
        Frame open = name.equals("OBR") ? withoutItsOrder() : null;
        boolean anothers = open != null
                && open.as.repeats()
                && open.node.get("ORC") instanceof ObjectNode control
                && orderBefore.has(control, segment, hasResults(open));
        if (anothers) {
            repeat(open, name, segment);
        }
        return anothers;
    }

    /** An order behind notes or results of its own, which its ORC began. */
    private boolean lateOrder(String name, ObjectNode segment) {
        Frame open = name.equals("OBR") ? withoutItsOrder() : null;
        int own = open == null ? NOWHERE : own(open.type, name);
        if (own == NOWHERE || own >= open.at) {
            return false;
        }
        open.at = own;
        innermost = open;
        return set(open.node, open.type.children().get(own), segment);
    }

    /** The innermost open group that an ORC began and that has a place for an OBR, but none yet. */
    private Frame withoutItsOrder() {
        for (Frame frame = innermost; frame.as != null; frame = frame.around) {
            if (own(frame.type, "OBR") != NOWHERE && frame.node.has("ORC") && !frame.node.has("OBR")) {
                return frame;
            }
        }
        return null;
    }

    private static boolean hasResults(Frame frame) {
        return frame.type.children().stream()
                .anyMatch(child ->
                        child.group() != null && child.group().first().equals("OBX") && frame.node.has(child.name()));
    }

    /** In a message of results: elsewhere such results belong to a specimen or a container. */
    private boolean beginsAnOrder(String name) {
        return (name.equals("ORC") || name.equals("OBR")) && structure.name().startsWith("ORU");
    }

    /** Whether we are in a group of an order that a result began, or in results of the patient, which HL7 has since 2.7. */
    private boolean isBehindResultsOfNone() {
        for (Frame frame = innermost; frame.as != null; frame = frame.around) {
            boolean none = !frame.node.has("ORC") && !frame.node.has("OBR");
            boolean ofAnOrder = own(frame.type, "OBR") != NOWHERE;
            boolean tooEarly = frame.type.name().equals("PATIENT_OBSERVATION") && isBefore27();
            if (none && "OBX".equals(frame.openedBy) && (ofAnOrder || tooEarly)) {
                return true;
            }
        }
        return false;
    }

    private boolean isBefore27() {
        String version = root.at("/MSH/MSH-12/VID-1").asText("");
        return version.startsWith("2.") && version.compareTo("2.7") < 0;
    }

    /** Where among its own children a group has the segment. */
    private static int own(GroupType type, String name) {
        for (int i = 0; i < type.children().size(); i++) {
            Child child = type.children().get(i);
            if (child.group() == null && child.name().equals(name)) {
                return i;
            }
        }
        return NOWHERE;
    }

    /** Puts a segment at the head of an open group that began without it. */
    private boolean completes(String name, ObjectNode segment, Predicate<Frame> which) {
        for (Frame frame = innermost; frame.as != null; frame = frame.around) {
            Child head = frame.type.children().get(0);
            boolean open = head.group() == null && head.name().equals(name) && !frame.node.has(name);
            if (open && which.test(frame)) {
                set(frame.node, head, segment);
                return true;
            }
        }
        return false;
    }

    private boolean onward(String name, ObjectNode segment) {
        for (Frame frame = innermost; frame != null; frame = frame.around) {
            int direct = direct(frame, name);
            if (direct != NOWHERE) {
                descend(frame, direct, name, segment);
                return true;
            }
            int deeper = deeper(frame, name);
            if (deeper != NOWHERE) {
                Frame begunBy = begunBy(frame, name);
                if (begunBy != null) {
                    repeat(begunBy, name, segment);
                } else {
                    descend(frame, deeper, name, segment);
                }
                return true;
            }
            Frame again = repeatable(frame, name);
            if (again != null) {
                repeat(again, name, segment);
                return true;
            }
        }
        return false;
    }

    /** A place onward that is the segment's own, or a group that begins with it. */
    private static int direct(Frame frame, String name) {
        List<Child> children = frame.type.children();
        for (int i = frame.at; i < children.size(); i++) {
            Child child = children.get(i);
            if (child.group() == null) {
                boolean free = i > frame.at || child.repeats() || !frame.node.has(name);
                if (free && child.name().equals(name)) {
                    return i;
                }
            } else if (isAhead(frame, i) && child.group().first().equals(name)) {
                return i;
            }
        }
        return NOWHERE;
    }

    /** A group onward that holds the segment when what stands before it there is missing. A note begins a patient's, and no other. */
    private static int deeper(Frame frame, String name) {
        List<Child> children = frame.type.children();
        for (int i = frame.at; i < children.size(); i++) {
            Child child = children.get(i);
            if (child.group() != null
                    && isAhead(frame, i)
                    && child.group().holds(name)
                    && (!name.equals(NOTE) || leadsToNote(child.group()))) {
                return i;
            }
        }
        return NOWHERE;
    }

    /** Whether a group is a patient's and has a place for notes of its own, or of a patient's group below. */
    private static boolean leadsToNote(GroupType group) {
        return group.first().equals("PID")
                && group.children().stream()
                        .anyMatch(child ->
                                child.group() == null ? child.name().equals(NOTE) : leadsToNote(child.group()));
    }

    private static boolean isAhead(Frame frame, int child) {
        return child > frame.at
                || !frame.node.has(frame.type.children().get(child).name());
    }

    /** The open repeating group, here or around, that this segment began: another of the same begins the next. */
    private static Frame begunBy(Frame from, String name) {
        for (Frame frame = from; frame != null; frame = frame.around) {
            Frame again = name.equals(frame.openedBy) ? repeatable(frame, name) : null;
            if (again != null) {
                return again;
            }
        }
        return null;
    }

    /** The frame to repeat for this segment: this one, or the repeating one directly around a single one it began. */
    private static Frame repeatable(Frame frame, String name) {
        if (frame.as == null) {
            return null;
        }
        boolean another = frame.type.needsOne(name) && frame.node.has(name);
        boolean begins = another || frame.type.canStartWith(name) || name.equals(frame.openedBy);
        if (!begins) {
            return null;
        }
        if (frame.as.repeats()) {
            return frame;
        }
        boolean doubled = name.equals(frame.openedBy) && frame.around.as != null && frame.around.as.repeats();
        return doubled ? frame.around : null;
    }

    private void repeat(Frame frame, String name, ObjectNode segment) {
        Frame around = frame.around;
        descend(around, around.at, name, segment);
    }

    /** Opens the child, and below it what leads to the segment. */
    private void descend(Frame frame, int child, String name, ObjectNode segment) {
        Frame here = frame;
        int next = child;
        while (true) {
            here.at = next;
            Child as = here.type.children().get(next);
            if (as.group() == null) {
                set(here.node, as, segment);
                innermost = here;
                return;
            }
            Frame inner = new Frame(as.group(), open(here.node, as), here, as);
            inner.openedBy = name;
            here = inner;
            next = direct(inner, name);
            if (next == NOWHERE) {
                next = deeper(inner, name);
            }
        }
    }

    /** @return how it is read */
    private String back(String name, ObjectNode segment) {
        if (name.equals(NOTE)) {
            return noteBack(segment);
        }
        for (Frame frame = innermost; frame != null; frame = frame.around) {
            if (frame.type.holds(name)) {
                return putInto(frame.type, frame.node, name, segment)
                        ? "it was read as if it stood where the structure has it."
                        : "the structure has one of it, and that is there already; only a mapping that looks for a further"
                                + " one reads this.";
            }
        }
        append(innermost.node, name, segment);
        return "only a mapping that looks for it here reads it.";
    }

    /** A note belongs to what it follows: to the specimen or the result, else to the group around that has notes. */
    private String noteBack(ObjectNode segment) {
        boolean own = OF_THEIR_OWN.contains(String.valueOf(innermost.openedBy));
        for (Frame frame = innermost; !own && frame.as != null; frame = frame.around) {
            int at = own(frame.type, NOTE);
            if (at != NOWHERE) {
                set(frame.node, frame.type.children().get(at), segment);
                return "it was read as if it stood where the structure has it.";
            }
        }
        append(innermost.node, NOTE, segment);
        return own || "ORC".equals(innermost.openedBy)
                ? "it was read as a note of what it follows."
                : "only a mapping that looks for it here reads it.";
    }

    private static boolean putInto(GroupType type, ObjectNode node, String name, ObjectNode segment) {
        Child group = null;
        for (Child child : type.children()) {
            if (child.group() == null && child.name().equals(name)) {
                return set(node, child, segment);
            }
            if (group == null && child.group() != null && child.group().holds(name)) {
                group = child;
            }
        }
        JsonNode last = node.get(group.name());
        if (last instanceof ArrayNode repetitions) {
            boolean another = group.repeats() && group.group().canStartWith(name);
            last = another || repetitions.isEmpty() ? null : repetitions.get(repetitions.size() - 1);
        }
        return putInto(group.group(), last instanceof ObjectNode open ? open : open(node, group), name, segment);
    }

    private static ObjectNode open(ObjectNode node, Child group) {
        ObjectNode opened = node.objectNode();
        set(node, group, opened);
        return opened;
    }

    /** @return whether it has a place, and is no further one of what does not repeat */
    private static boolean set(ObjectNode node, Child as, ObjectNode value) {
        if (as.array()) {
            append(node, as.name(), value);
            return true;
        }
        if (node.has(as.name())) {
            append(node, as.name() + "~", value);
            return false;
        }
        node.set(as.name(), value);
        return true;
    }

    private static void append(ObjectNode node, String name, ObjectNode value) {
        if (node.get(name) instanceof ArrayNode array) {
            array.add(value);
        } else if (node.has(name)) {
            append(node, name + "~", value);
        } else {
            node.putArray(name).add(value);
        }
    }
}
