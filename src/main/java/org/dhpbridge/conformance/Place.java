package org.dhpbridge.conformance;

/** Where the walk is; written out only when there is something to say. */
final class Place {

    private final Place parent;
    private final String name;
    private final int index;

    private Place(Place parent, String name, int index) {
        this.parent = parent;
        this.name = name;
        this.index = index;
    }

    static Place of(String root) {
        return new Place(null, root, -1);
    }

    Place child(String element) {
        return new Place(this, element, -1);
    }

    Place child(String element, int at) {
        return new Place(this, element, at);
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
