package org.dhpbridge.source.hl7;

/** A segment's fields. */
final class SegmentType {

    /**
     * @param key as {@code PID-3}
     * @param type null when it may be anything
     * @param repeats whether the tree has an array
     */
    record FieldType(String key, DataType type, boolean repeats) {}

    private final FieldType[] fields;

    /** @param words {@code segment PID SI CX* …} */
    SegmentType(String[] words, Dictionary dictionary) {
        fields = new FieldType[words.length - 2];
        for (int i = 0; i < fields.length; i++) {
            String word = words[i + 2];
            boolean repeats = word.endsWith("*");
            String type = repeats ? word.substring(0, word.length() - 1) : word;
            fields[i] = new FieldType((words[1] + "-" + (i + 1)).intern(), dictionary.type(type), repeats);
        }
    }

    /** @param number from 1; null beyond what the segment defines */
    FieldType field(int number) {
        return number <= fields.length ? fields[number - 1] : null;
    }
}
