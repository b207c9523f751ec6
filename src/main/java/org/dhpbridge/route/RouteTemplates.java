package org.dhpbridge.route;

import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.dhpbridge.home.HomeFiles;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** The route templates of this site, by id, each with its parameters. */
final class RouteTemplates {

    static final String FOLDER = "routes/templates";

    private static final String FEEDS = "mappings/csv";

    private final Map<String, List<TemplateParameter>> parameters = new TreeMap<>();

    RouteTemplates(HomeFiles files) {
        String feeds = files.list(FEEDS, ".yaml").stream()
                .map(path -> path.substring(FEEDS.length() + 1, path.length() - ".yaml".length()))
                .collect(Collectors.joining(" | "));
        for (String path : files.list(FOLDER, ".yaml")) {
            String text = files.text(path).orElse("");
            YamlTree.items(compose(text)).forEach(item -> YamlTree.child(item, "routeTemplate")
                    .ifPresent(template -> parameters.put(
                            YamlTree.text(template, "id").orElse(""),
                            YamlTree.child(template, "parameters").map(YamlTree::items).orElse(List.of()).stream()
                                    .map(parameter -> parameter(parameter, feeds))
                                    .toList())));
        }
    }

    Map<String, List<TemplateParameter>> all() {
        return parameters;
    }

    /** @return null for an empty text */
    static Node compose(String text) {
        return new Yaml(new LoaderOptions()).compose(new StringReader(text));
    }

    private static TemplateParameter parameter(Node node, String feeds) {
        boolean optional = YamlTree.child(node, "defaultValue").isPresent()
                || YamlTree.child(node, "required")
                        .filter(ScalarNode.class::isInstance)
                        .map(required -> ((ScalarNode) required).getValue().equals("false"))
                        .orElse(false);
        return TemplateParameter.of(
                YamlTree.text(node, "name").orElse(""),
                YamlTree.text(node, "description").orElse("").replace("[feed]", "[" + feeds + "]"),
                !optional);
    }
}
