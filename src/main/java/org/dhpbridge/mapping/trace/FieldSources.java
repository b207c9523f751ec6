package org.dhpbridge.mapping.trace;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.regex.Pattern;
import org.dhpbridge.profile.ProfilePack;

/** Which fields of the input the elements of resources were made of. */
public final class FieldSources {

    private static final Pattern COMPONENT = Pattern.compile("(-\\d+(?:\\[\\d+])?)[.\\d]+$");
    private static final int MOST = 8;

    private final List<Leaf> leaves;

    /** @param resources made by a traced mapping */
    public FieldSources(ProfilePack pack, List<ObjectNode> resources) {
        this.leaves = new Lineage(pack).of(resources, List.of());
    }

    /**
     * @param resource type and id, as {@code Observation/6f…}
     * @param expression FHIRPath of an element with its indexes, as {@code Observation.effective}
     * @return fields as {@code OBR-7}, {@code OBX[2]-5} or {@code column birth_date}, each once; empty when no field took part
     */
    public List<String> of(String resource, String expression) {
        return leaves.stream()
                .filter(leaf -> leaf.resource().equals(resource) && isWithin(leaf.path(), expression))
                .filter(leaf -> leaf.origin() != null)
                .flatMap(leaf -> leaf.origin().sources().stream())
                .map(field -> COMPONENT.matcher(field).replaceFirst("$1"))
                .distinct()
                .limit(MOST)
                .toList();
    }

    private static boolean isWithin(String path, String expression) {
        return path.startsWith(expression)
                && (path.length() == expression.length() || ".[".indexOf(path.charAt(expression.length())) >= 0);
    }
}
