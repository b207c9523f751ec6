package org.dhpbridge.source.hl7;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A message structure or a segment group of it: its children in order, and the questions that placing a segment asks. */
final class GroupType {

    /**
     * @param group null for a segment
     * @param array whether the tree has an array: it repeats, or its name stands at several places of its group
     */
    record Child(String name, GroupType group, boolean optional, boolean repeats, boolean array) {}

    private final String name;
    private final List<Child> children;
    private final Set<String> within = new HashSet<>();
    private final Set<String> starters = new HashSet<>();
    private final String first;

    private GroupType(String name, List<Child> children) {
        this.name = name;
        this.children = children;
        for (Child child : children) {
            within.add(child.name());
            if (child.group() != null) {
                within.addAll(child.group().within);
            }
        }
        for (Child child : children) {
            starters.addAll(child.group() == null ? Set.of(child.name()) : child.group().starters);
            if (!child.optional()) {
                break;
            }
        }
        Child head = children.get(0);
        this.first = head.group() == null ? head.name() : head.group().first;
    }

    /** @param words {@code structure ORU_R01 MSH SFT?* PATIENT_RESULT* ( … )} */
    static GroupType structure(String[] words) {
        int[] at = {2};
        return group(words[1], words, at);
    }

    private static GroupType group(String name, String[] words, int[] at) {
        List<Child> children = new ArrayList<>();
        while (at[0] < words.length && !words[at[0]].equals(")")) {
            String word = words[at[0]++];
            String child = word.replace("?", "").replace("*", "").intern();
            GroupType group = null;
            if (at[0] < words.length && words[at[0]].equals("(")) {
                at[0]++;
                group = group(child, words, at);
                at[0]++;
            }
            boolean repeats = word.indexOf('*') > 0;
            children.add(new Child(child, group, word.indexOf('?') > 0, repeats, repeats));
        }
        children.replaceAll(child -> {
            long sameName = children.stream()
                    .filter(other -> other.name().equals(child.name()))
                    .count();
            boolean array = child.repeats() || sameName > 1;
            return new Child(child.name(), child.group(), child.optional(), child.repeats(), array);
        });
        return new GroupType(name, List.copyOf(children));
    }

    String name() {
        return name;
    }

    List<Child> children() {
        return children;
    }

    /** Whether every repetition of this group has one segment of that name and no more: another one is the next repetition's. */
    boolean needsOne(String segment) {
        for (Child child : children) {
            if (child.group() == null && child.name().equals(segment)) {
                return !child.optional() && !child.array();
            }
        }
        return false;
    }

    /** Whether a segment of that name stands in this group or in one below it. */
    boolean holds(String segment) {
        return within.contains(segment);
    }

    /** Whether the group can begin with that segment, when what is optional before it is missing. */
    boolean canStartWith(String segment) {
        return starters.contains(segment);
    }

    /** The segment that stands first when nothing is missing. */
    String first() {
        return first;
    }
}
