package org.dhpbridge.fhirpath;

/** Where in a resource a walk is; written out only when there is something to say. Immutable. */
public final class Place {

    private final Place parent;
    private final String name;
    private final int index;

    private Place(Place parent, String name, int index) {
        this.parent = parent;
        this.name = name;
        this.index = index;
    }

    /** @param root the resource type, or the path of an element */
    public static Place of(String root) {
        return new Place(null, root, -1);
    }

    public Place child(String element) {
        return new Place(this, element, -1);
    }

    /** @param at index of the repeat, from 0 */
    public Place child(String element, int at) {
        return new Place(this, element, at);
    }

    /** A repeat of this element. */
    public Place at(int repeat) {
        return new Place(parent, name, repeat);
    }

    /** FHIRPath with indexes, as {@code Patient.identifier[0].value}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        write(text);
        return text.toString();
    }

    private void write(StringBuilder text) {
        if (parent != null) {
            parent.write(text);
            text.append('.');
        }
        text.append(name);
        if (index >= 0) {
            text.append('[').append(index).append(']');
        }
    }
}
