package org.dhpbridge.mapping;

import static org.dhpbridge.mapping.MappingFunction.always;
import static org.dhpbridge.mapping.MappingFunction.onValue;
import static org.dhpbridge.mapping.MappingFunction.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.dhpbridge.conformance.Issue;

/** Functions on enclosed documents. Documented for writers of mappings in docs/mapping.md. */
final class DocumentFunctions {

    private static final String NOT_READABLE =
            "the document is not encoded as its fourth component says (A, Hex or Base64), "
                    + "and its bytes tell no kind of document, so it cannot be read. Correct it in the source and send the message again.";
    private static final String BROKEN =
            "the document begins as one of a known kind, and what follows is not encoded in the same way, so it cannot be read. Send the"
                    + " message again with the whole document.";
    private static final String NOT_WHOLE =
            "the document came in several OBX and its end is not among them, so it could not be "
                    + "opened. Send all its parts in one message, each in an OBX of the same test (OBX-3), numbered in OBX-4 or OBX-1.";

    private static final String CUT =
            "the document breaks off: its format has an end, which is not there, so it could not be opened. Send the message again with the"
                    + " whole document.";
    private static final String GAP =
            "the document came in several OBX, and by their numbers (OBX-4, else OBX-1) one between them is missing. Send all its parts in one"
                    + " message, numbered without a gap.";

    /** One part as it stands in the message; it has no data when the document is only referred to, no bytes when it cannot be read. */
    private record Piece(JsonNode part, int at, String data, byte[] bytes, DocumentKind kind) {

        static Piece of(JsonNode part, int at) {
            JsonNode data = part.path("data");
            if (!MappingFunction.isKnown(data)) {
                return new Piece(part, at, null, null, null);
            }
            byte[] bytes = EnclosedData.decode(data.asText(), encoding(part)).orElse(null);
            Optional<DocumentKind> kind = bytes == null ? EnclosedData.kind(data.asText()) : DocumentKind.of(bytes);
            return new Piece(part, at, data.asText(), bytes, kind.orElse(null));
        }

        /** The rest of a document that begins with another piece. */
        boolean continues() {
            return data != null && kind == null;
        }

        boolean endsTheDocument(DocumentKind of) {
            return of == null || bytes != null && of.isEndKnown() && of.isWhole(bytes);
        }

        String where() {
            return part.path("where").asText("");
        }
    }

    private DocumentFunctions() {}

    static List<MappingFunction> all() {
        return List.of(
                onValue("attachment-data", 1, 3, 0, (value, all) -> text(data(all))),
                onValue("attachments", 1, 1, 0, (value, all) -> attachments(value)),
                always("has-documents", 1, 1, (value, all) -> BooleanNode.valueOf(hasDocuments(value))),
                onValue(
                        "is-enclosed",
                        1,
                        1,
                        0,
                        (value, all) -> BooleanNode.valueOf(EnclosedData.isEnclosed(value.asText()))));
    }

    /** By OBX-2, for most messages enclose nothing. */
    private static boolean hasDocuments(JsonNode parts) {
        for (JsonNode part : parts) {
            String type = part.path("OBX").path("OBX-2").asText();
            if (type.equals("ED") || type.equals("RP")) {
                return true;
            }
        }
        return false;
    }

    /** FHIR base64Binary of a text in one of the encodings of HL7 table 0299: A (as it is), Hex, Base64. */
    private static String data(MappingFunction.Arguments all) {
        byte[] bytes = bytes(all.node(0).asText(), all.text(1), all.text(2));
        return bytes == null ? null : base64(bytes);
    }

    private static String encoding(JsonNode part) {
        return part.path("encoding").asText("");
    }

    private static byte[] bytes(String written, String encoding, String where) {
        Optional<byte[]> read = EnclosedData.decode(written, encoding);
        if (read.isEmpty()) {
            report(where, NOT_READABLE);
        }
        return read.orElse(null);
    }

    private static void report(String where, String sentence) {
        String place = where.isEmpty() ? "" : where + ": ";
        MappingRun.current()
                .add(Issue.error("value", "Attachment.data", place + sentence).at(where));
    }

    /** Attachments of the parts of one test, in their order, each with the index of its first part; pieces are put together. */
    private static ArrayNode attachments(JsonNode parts) {
        ArrayNode made = JsonNodeFactory.instance.arrayNode();
        List<Piece> document = new ArrayList<>();
        int at = 0;
        for (JsonNode part : parts) {
            Piece piece = Piece.of(part, at++);
            boolean more = !document.isEmpty() && piece.continues() && !isAtItsEnd(document);
            if (!more) {
                add(document, made);
                document.clear();
            }
            document.add(piece);
        }
        add(document, made);
        return made;
    }

    private static boolean isAtItsEnd(List<Piece> document) {
        return document.get(document.size() - 1).endsTheDocument(document.get(0).kind());
    }

    private static void add(List<Piece> document, ArrayNode made) {
        if (document.isEmpty()) {
            return;
        }
        Piece first = document.get(0);
        Optional<byte[]> bytes = document.size() == 1 ? Optional.ofNullable(first.bytes()) : joined(document);
        if (first.data() != null && bytes.isEmpty()) {
            String single = first.kind() == null ? NOT_READABLE : BROKEN;
            report(first.where(), document.size() == 1 ? single : NOT_WHOLE);
            return;
        }
        if (document.size() == 1 && first.kind() != null && !first.kind().isWholeAlone(first.bytes())) {
            report(first.where(), CUT);
            return;
        }
        if (lacksOne(document)) {
            report(first.where(), GAP);
            return;
        }
        ObjectNode attachment = JsonNodeFactory.instance.objectNode();
        attachment.set("contentType", contentType(first));
        bytes.ifPresent(known -> attachment.put("data", base64(known)));
        attachment.removeIf(MappingFunction::isNothing);
        made.add(attachment.put("at", first.at()));
    }

    /** Whether a number between those of two pieces that follow each other is that of no OBX. */
    private static boolean lacksOne(List<Piece> document) {
        for (int i = 1; i < document.size(); i++) {
            int before = number(document.get(i - 1).part().path("set"));
            int here = number(document.get(i).part().path("set"));
            for (int between = before + 1; before >= 0 && between < here; between++) {
                if (!isAmong(between, document.get(i).part().path("sets"))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isAmong(int number, JsonNode sets) {
        for (JsonNode set : sets) {
            if (number(set) == number) {
                return true;
            }
        }
        return false;
    }

    /** -1 for what is no number that counts pieces. */
    private static int number(JsonNode set) {
        String text = set.asText("").strip();
        return text.matches("\\d{1,6}") ? Integer.parseInt(text) : -1;
    }

    /** Each piece may be encoded by itself, or the encoded text was cut. Empty when something is surely missing. */
    private static Optional<byte[]> joined(List<Piece> document) {
        DocumentKind kind = document.get(0).kind();
        return Optional.ofNullable(eachByItself(document)).filter(kind::isWhole).or(() -> EnclosedData.decode(
                        document.stream().map(Piece::data).collect(Collectors.joining()),
                        encoding(document.get(0).part()))
                .filter(kind::isWhole));
    }

    private static byte[] eachByItself(List<Piece> document) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (Piece piece : document) {
            if (piece.bytes() == null) {
                return null;
            }
            bytes.writeBytes(piece.bytes());
        }
        return bytes.toByteArray();
    }

    /** What the bytes say counts before what the sender says; a ZIP is many things. */
    private static JsonNode contentType(Piece first) {
        JsonNode declared = first.part().path("contentType");
        boolean isKnown = MappingFunction.isKnown(declared);
        return Optional.ofNullable(first.kind())
                .filter(kind -> !isKnown || !kind.isOneOfMany())
                .map(kind -> isKnown && declared.asText().equals(kind.mediaType()) ? declared : text(kind.mediaType()))
                .orElse(declared);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
