package org.dhpbridge.account;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.dhpbridge.absent.AbsentMarker;

/** Texts of a tree, in a form in which spelling does not matter. */
final class Values {

    private Values() {}

    /** Every text inside that is no absent marker. */
    static List<String> texts(JsonNode node) {
        List<String> texts = new ArrayList<>();
        collect(node, texts);
        return texts;
    }

    private static void collect(JsonNode node, List<String> texts) {
        if (node.isContainerNode()) {
            node.forEach(member -> collect(member, texts));
        } else if (node.isValueNode()
                && !node.isNull()
                && AbsentMarker.reasonIn(node.asText()).isEmpty()) {
            texts.add(node.asText());
        }
    }

    /** Letters and digits only, in one case. */
    static String folded(String text) {
        String upper = text.toUpperCase(Locale.ROOT);
        StringBuilder folded = new StringBuilder(upper.length());
        for (int at = 0; at < upper.length(); ) {
            int letter = upper.codePointAt(at);
            if (Character.isLetterOrDigit(letter)) {
                folded.appendCodePoint(letter);
            }
            at += Character.charCount(letter);
        }
        return folded.toString();
    }
}
