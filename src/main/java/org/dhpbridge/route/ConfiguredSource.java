package org.dhpbridge.route;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dhpbridge.home.HomeFiles;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.Node;

/**
 * One source of a source file, as it stands there.
 *
 * @param file as {@code routes/sources/hl7.yaml}
 * @param routeId name of its route
 * @param parameters as given, else the template's default; placeholders are left as they are
 */
public record ConfiguredSource(String file, String routeId, Map<String, String> parameters) {

    /**
     * @param file path of the source file, without a mistake
     * @return the sources in it
     */
    public static List<ConfiguredSource> in(HomeFiles files, String file) {
        List<ConfiguredSource> sources = new ArrayList<>();
        for (Node item : YamlTree.items(RouteTemplates.compose(files.text(file).orElse("")))) {
            YamlTree.child(item, "templatedRoute").ifPresent(source -> {
                String template = YamlTree.text(source, "routeTemplateRef").orElse("");
                Map<String, String> parameters = new HashMap<>(defaults(files, template));
                parameters.putAll(values(source, "value"));
                sources.add(new ConfiguredSource(
                        file, YamlTree.text(source, "routeId").orElse(""), Map.copyOf(parameters)));
            });
        }
        return sources;
    }

    private static Map<String, String> defaults(HomeFiles files, String template) {
        Map<String, String> defaults = new HashMap<>();
        for (String path : files.list(RouteTemplates.FOLDER, ".yaml")) {
            for (Node item :
                    YamlTree.items(RouteTemplates.compose(files.text(path).orElse("")))) {
                YamlTree.child(item, "routeTemplate")
                        .filter(node -> YamlTree.text(node, "id").orElse("").equals(template))
                        .ifPresent(node -> defaults.putAll(values(node, "defaultValue")));
            }
        }
        return defaults;
    }

    private static Map<String, String> values(Node owner, String key) {
        Map<String, String> values = new HashMap<>();
        for (Node parameter :
                YamlTree.child(owner, "parameters").map(YamlTree::items).orElse(List.of())) {
            YamlTree.text(parameter, key)
                    .ifPresent(
                            value -> values.put(YamlTree.text(parameter, "name").orElse(""), value));
        }
        return values;
    }

    /**
     * The templates of this site.
     *
     * @return their names, sorted
     * @throws IllegalArgumentException with the file that is no YAML
     */
    public static List<String> templates(HomeFiles files) {
        for (String path : files.list(RouteTemplates.FOLDER, ".yaml")) {
            try {
                RouteTemplates.compose(files.text(path).orElse(""));
            } catch (MarkedYAMLException e) {
                int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
                throw new IllegalArgumentException(
                        path + ", line " + line + ": this is not YAML: " + e.getProblem() + ".", e);
            }
        }
        return List.copyOf(new RouteTemplates(files).all().keySet());
    }
}
