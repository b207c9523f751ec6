package org.dhpbridge.source.hl7;

import java.util.Set;

/**
 * A data type: primitive, or a composite of components. The type of a component is null when it may be anything. Its keys are
 * interned, as those of segments and groups are, for a mapping asks for them by the thousand.
 */
final class DataType {

    private static final Set<String> TEXT = Set.of("ST", "TX", "FT", "GTS");
    private static final Set<String> KEEPS_BLANKS = Set.of("TX", "FT");
    private static final Set<String> TIME = Set.of("DT", "DTM", "TS");
    private static final Set<String> CODED = Set.of("CWE", "CNE");

    private final String name;
    private final DataType[] components;
    private final String[] keys;
    private final boolean text;
    private final boolean keepsBlanks;
    private final boolean coded;

    DataType(String name, DataType[] components) {
        this.name = name;
        this.components = components;
        this.keys = new String[components.length];
        this.text = TEXT.contains(name);
        this.keepsBlanks = KEEPS_BLANKS.contains(name);
        this.coded = CODED.contains(name);
        for (int i = 0; i < keys.length; i++) {
            keys[i] = (name + "-" + (i + 1)).intern();
        }
    }

    boolean isComposite() {
        return components.length > 0;
    }

    /** Text in which an unescaped separator is more likely a part of the text than a separator. */
    boolean isText() {
        return text;
    }

    /** Formatted text, in which leading blanks are layout (HL7 chapter 2A). */
    boolean keepsBlanks() {
        return keepsBlanks;
    }

    /** Coded with exceptions: the type that can carry a null flavour. */
    boolean isCoded() {
        return coded;
    }

    /** A day or a moment. */
    boolean isTime() {
        return TIME.contains(name);
    }

    /** @param position from 0; null beyond what the type defines */
    DataType component(int position) {
        return position < components.length ? components[position] : null;
    }

    /** @param position from 0; beyond what the type defines too */
    String key(int position) {
        return position < keys.length ? keys[position] : name + "-" + (position + 1);
    }
}
