package org.dhpbridge.mapping;

import static org.dhpbridge.mapping.MappingFunction.onValue;
import static org.dhpbridge.mapping.MappingFunction.text;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.dhpbridge.conformance.Issue;

/** Functions on enclosed documents. Documented for writers of mappings in docs/mapping.md. */
final class DocumentFunctions {

    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private DocumentFunctions() {}

    static List<MappingFunction> all() {
        return List.of(onValue("attachment-data", 1, 3, 0, (value, all) -> text(data(all))));
    }

    /** FHIR base64Binary of a text in one of the encodings of HL7 table 0299: A (as it is), Hex, Base64. */
    private static String data(MappingFunction.Arguments all) {
        String written = all.node(0).asText();
        try {
            return switch (all.text(1).toLowerCase(java.util.Locale.ROOT)) {
                case "base64" -> base64(Base64.getDecoder().decode(plain(written)));
                case "hex" -> base64(HexFormat.of().parseHex(plain(written)));
                default -> base64(written.getBytes(StandardCharsets.UTF_8));
            };
        } catch (IllegalArgumentException e) {
            String where = all.text(2).isEmpty() ? "" : all.text(2) + ": ";
            MappingRun.current()
                    .add(
                            Issue.error(
                                    "value",
                                    "Attachment.data",
                                    where + "the document is not encoded as its fourth component says (A, Hex or "
                                            + "Base64), so it cannot be read. Correct it in the source and send the message again."));
            return null;
        }
    }

    private static String plain(String written) {
        return BLANKS.matcher(written).replaceAll("");
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
