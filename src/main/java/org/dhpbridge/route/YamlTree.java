package org.dhpbridge.route;

import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Walks a composed YAML text, which, unlike a loaded one, knows its lines. */
final class YamlTree {

    private YamlTree() {}

    /** Items of a list; none for anything else, null included. */
    static List<Node> items(Node node) {
        return node instanceof SequenceNode list ? list.getValue() : List.of();
    }

    static List<NodeTuple> entries(Node node) {
        return node instanceof MappingNode map ? map.getValue() : List.of();
    }

    static Optional<Node> child(Node node, String key) {
        return entries(node).stream()
                .filter(entry -> key(entry).equals(key))
                .map(NodeTuple::getValueNode)
                .findFirst();
    }

    /** The key as Camel's YAML takes it too: {@code route-id} is {@code routeId}. */
    static String key(NodeTuple entry) {
        String written = entry.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
        StringBuilder camelCase = new StringBuilder();
        for (int i = 0; i < written.length(); i++) {
            boolean dash = written.charAt(i) == '-' && i + 1 < written.length();
            camelCase.append(dash ? Character.toUpperCase(written.charAt(++i)) : written.charAt(i));
        }
        return camelCase.toString();
    }

    static Optional<String> text(Node node, String key) {
        return child(node, key).filter(ScalarNode.class::isInstance).map(scalar -> ((ScalarNode) scalar).getValue());
    }

    /** From 1. */
    static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }
}
