package org.dhpbridge.anatomy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.dhpbridge.conformance.Issue;
import org.dhpbridge.mapping.Deviations;
import org.dhpbridge.mapping.trace.InputField;
import org.dhpbridge.mapping.trace.Leaf;
import org.dhpbridge.mapping.trace.Lineage;
import org.dhpbridge.mapping.trace.TableRow;
import org.dhpbridge.profile.ProfilePack;
import org.dhpbridge.source.ContentType;
import org.dhpbridge.source.RawMessage;
import org.dhpbridge.source.UnreadableMessageException;
import org.dhpbridge.source.hl7.FieldNames;
import org.dhpbridge.transform.Draft;
import org.dhpbridge.transform.Transform;

/** Takes messages apart with the mapping of today. Writes nothing, and asks nobody. */
public final class Anatomist {

    private static final int MOST_VALUES = 4_000;
    private static final int LONGEST_TEXT = 20_000;
    private static final int SHORTEST_TELLING = 3;
    private static final Pattern REPETITION = Pattern.compile("\\[\\d+]");

    private final Transform transform;
    private final Lineage lineage;
    private final Deviations deviations;

    /**
     * @param transform with the mappings to take messages apart by
     * @param deviations why fields are not carried
     */
    public Anatomist(Transform transform, ProfilePack pack, Deviations deviations) {
        this.transform = transform;
        this.deviations = deviations;
        this.lineage = new Lineage(pack);
    }

    /** A message taken apart; when it cannot be read, its text and why. */
    public Anatomy of(RawMessage message) {
        return of(message, resource -> {});
    }

    /** @param made takes the resources that would be sent */
    public Anatomy of(RawMessage message, Consumer<JsonNode> made) {
        Draft draft;
        try {
            draft = transform.read(message);
        } catch (UnreadableMessageException e) {
            return new Anatomy(List.of(), text(message), List.of(), List.of(), e.getMessage(), false);
        }
        List<InputField> fields = InputField.of(draft.tree());
        draft = transform.inspect(transform.fillAbsent(transform.settle(transform.traceWith(null, draft))));
        draft.resources().forEach(made);
        List<Leaf> leaves = lineage.of(draft.resources(), draft.filled());
        boolean more = fields.size() > MOST_VALUES || leaves.size() > MOST_VALUES;
        return new Anatomy(
                parts(fields, carried(leaves)),
                null,
                resources(leaves, texts(fields)),
                notes(draft.issues()),
                null,
                more);
    }

    private static String text(RawMessage message) {
        Charset charset =
                ContentType.parse(message.contentType()).knownCharset().orElse(StandardCharsets.UTF_8);
        String text = new String(message.payload(), charset);
        return text.substring(0, Math.min(text.length(), LONGEST_TEXT));
    }

    private static Set<String> carried(List<Leaf> leaves) {
        Set<String> places = new LinkedHashSet<>();
        leaves.stream()
                .filter(leaf -> leaf.origin() != null)
                .forEach(leaf -> places.addAll(leaf.origin().sources()));
        return places;
    }

    private List<Anatomy.Part> parts(List<InputField> fields, Set<String> carried) {
        Map<String, List<Anatomy.Field>> byPart = new LinkedHashMap<>();
        fields.stream().limit(MOST_VALUES).forEach(field -> byPart.computeIfAbsent(
                        part(field.place()), name -> new ArrayList<>())
                .add(new Anatomy.Field(
                        field.place(),
                        FieldNames.of(field.place()).orElse(null),
                        field.value(),
                        carried.contains(field.place()),
                        carried.contains(field.place()) ? null : why(field.place()))));
        return byPart.entrySet().stream()
                .map(entry -> new Anatomy.Part(entry.getKey(), entry.getValue()))
                .toList();
    }

    private String why(String place) {
        return deviations.reason(REPETITION.matcher(place).replaceAll("")).orElse(null);
    }

    /** {@code OBX[2]} of {@code OBX[2]-5.1}, {@code line 7} of {@code column FAM (line 7)}. */
    private static String part(String place) {
        if (place.startsWith("column ")) {
            int open = place.lastIndexOf(" (");
            return open < 0 ? "" : place.substring(open + 2, place.length() - 1);
        }
        int dash = place.indexOf('-');
        return dash < 0 ? "" : place.substring(0, dash);
    }

    private static Set<String> texts(List<InputField> fields) {
        return fields.stream()
                .map(field -> field.value().asText())
                .filter(text -> text.length() >= SHORTEST_TELLING)
                .collect(Collectors.toSet());
    }

    private static List<Anatomy.Resource> resources(List<Leaf> leaves, Set<String> texts) {
        Map<String, List<Anatomy.Value>> byResource = leaves.stream()
                .limit(MOST_VALUES)
                .collect(Collectors.groupingBy(
                        Leaf::resource,
                        LinkedHashMap::new,
                        Collectors.mapping(leaf -> value(leaf, texts), Collectors.toList())));
        return byResource.entrySet().stream()
                .map(entry -> new Anatomy.Resource(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static Anatomy.Value value(Leaf leaf, Set<String> texts) {
        List<String> sources = leaf.origin() == null ? List.of() : leaf.origin().sources();
        String rule = leaf.origin() == null || leaf.origin().file() == null
                ? null
                : leaf.origin().file() + ":" + leaf.origin().line();
        List<TableRow> tables =
                leaf.origin() == null ? List.of() : leaf.origin().tables();
        // the row is the code that the message had
        String table = tables.isEmpty() ? null : tables.get(tables.size() - 1).file();
        return new Anatomy.Value(
                leaf.path().substring(leaf.path().indexOf('.') + 1),
                leaf.value(),
                leaf.from().word(),
                sources,
                rule,
                table,
                leaf.absent() == null ? null : leaf.absent().reason(),
                sources.isEmpty() && !tells(leaf.value().asText(), texts));
    }

    /** Whatever the trace says: what stands in the message too is shown to nobody without a reveal. */
    private static boolean tells(String value, Set<String> texts) {
        return texts.stream().anyMatch(value::contains);
    }

    private static List<Anatomy.Note> notes(List<Issue> issues) {
        return issues.stream()
                .map(issue -> new Anatomy.Note(
                        issue.severity(),
                        issue.code(),
                        issue.field() == null ? issue.expression() : issue.field(),
                        issue.diagnostics(),
                        issue.count() == null ? 1 : issue.count()))
                .toList();
    }
}
