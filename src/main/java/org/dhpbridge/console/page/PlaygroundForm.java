package org.dhpbridge.console.page;

/**
 * What the form of the playground holds. Personal data when the input is.
 *
 * @param file path of the file that {@code mapping} stands in the place of; empty when none is changed
 * @param mapping text of that file
 * @param feed of rows; empty lets the content say
 * @param sample path of the sample that was taken; empty for none
 * @param input HL7v2, CSV or JSON rows
 */
public record PlaygroundForm(String file, String mapping, String feed, String sample, String input) {

    static final PlaygroundForm EMPTY = new PlaygroundForm("", "", "", "", "");

    /** Without what is tried. */
    @Override
    public String toString() {
        return "a form of the playground";
    }
}
