package org.dhpbridge.route;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.dhpbridge.home.HomeFiles;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;

/**
 * Finds what is wrong with a site's source files before Camel sees them: Camel passes over a parameter that a template does
 * not have, and lets one route take the place of another of the same id. Remembers the route ids of the files that it saw.
 */
public final class SourceCheck {

    /** What Camel reads in a file of routes. */
    private static final Set<String> OF_A_FILE = Set.of(
            "templatedRoute", "routeTemplate", "route", "from", "routeConfiguration", "onException", "rest", "beans");

    private final Map<String, List<TemplateParameter>> templates;
    private final Map<String, String> fileOfRoute = new HashMap<>();

    /** @param files where {@code routes/templates} are found */
    public SourceCheck(HomeFiles files) {
        templates = new RouteTemplates(files).all();
    }

    /**
     * @param file its path, for the sentences
     * @param yaml its text; empty for a source that is switched off
     * @return what is wrong, each a sentence with file, line and what is allowed, without values of parameters; empty when
     *     the file can be loaded
     */
    public List<String> mistakes(String file, String yaml) {
        List<String> mistakes = new ArrayList<>();
        try {
            Node root = RouteTemplates.compose(yaml);
            if (root != null && YamlTree.items(root).isEmpty()) {
                mistakes.add(at(file, root) + "a source file is a list: it begins with \"- templatedRoute:\".");
            }
            for (Node item : YamlTree.items(root)) {
                if (YamlTree.entries(item).isEmpty()) {
                    mistakes.add(at(file, item) + "this is no source: a source begins with \"- templatedRoute:\".");
                }
                checkKeys(file, item, OF_A_FILE, mistakes);
                YamlTree.child(item, "templatedRoute").ifPresent(source -> check(file, source, mistakes));
            }
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            mistakes.add(file + ", line " + line + ": this is not YAML: " + e.getProblem() + ".");
        }
        return mistakes;
    }

    private void check(String file, Node source, List<String> mistakes) {
        checkKeys(file, source, Set.of("routeId", "routeTemplateRef", "parameters", "prefixId", "beans"), mistakes);
        checkRouteId(file, source, mistakes);
        Optional<String> name = YamlTree.text(source, "routeTemplateRef");
        if (name.isEmpty() || !templates.containsKey(name.get())) {
            Node place = YamlTree.child(source, "routeTemplateRef").orElse(source);
            mistakes.add(at(file, place)
                    + name.map(n -> "there is no route template " + n).orElse("routeTemplateRef is missing")
                    + "; there are " + String.join(", ", templates.keySet()) + ".");
            return;
        }
        checkParameters(file, source, name.get(), mistakes);
    }

    private static void checkKeys(String file, Node node, Set<String> known, List<String> mistakes) {
        for (NodeTuple entry : YamlTree.entries(node)) {
            if (!known.contains(YamlTree.key(entry))) {
                mistakes.add(at(file, entry.getKeyNode()) + YamlTree.key(entry) + " is not known here; known are "
                        + known.stream().sorted().collect(Collectors.joining(", ")) + ".");
            }
        }
    }

    private void checkRouteId(String file, Node source, List<String> mistakes) {
        Optional<String> id = YamlTree.text(source, "routeId");
        if (id.isEmpty()) {
            mistakes.add(at(file, source)
                    + "routeId is missing: the name of the source's route, by custom the file's name.");
            return;
        }
        String other = fileOfRoute.putIfAbsent(id.get(), file);
        if (other != null) {
            mistakes.add(at(file, YamlTree.child(source, "routeId").orElseThrow()) + "the routeId " + id.get()
                    + " is taken by " + other + "; give this source another one.");
        }
    }

    private void checkParameters(String file, Node source, String template, List<String> mistakes) {
        Map<String, TemplateParameter> known =
                templates.get(template).stream().collect(Collectors.toMap(TemplateParameter::name, p -> p));
        Set<String> names = new HashSet<>();
        for (Node parameter :
                YamlTree.child(source, "parameters").map(YamlTree::items).orElse(List.of())) {
            checkKeys(file, parameter, Set.of("name", "value"), mistakes);
            String name = YamlTree.text(parameter, "name").orElse("");
            TemplateParameter declared = known.get(name);
            if (name.isEmpty()) {
                mistakes.add(at(file, parameter) + "a parameter of the template " + template
                        + " is written as name and value; this one has no name.");
            } else if (declared == null) {
                mistakes.add(
                        at(file, parameter) + "the template " + template + " has no parameter " + name + "; it has "
                                + templates.get(template).stream()
                                        .map(TemplateParameter::name)
                                        .collect(Collectors.joining(", "))
                                + ".");
            } else if (!names.add(name)) {
                mistakes.add(at(file, parameter) + "the parameter " + name + " is given twice.");
            } else if (value(parameter).filter(declared::takes).isEmpty()) {
                mistakes.add(at(file, parameter) + "the parameter " + name + " takes " + declared.allowed()
                        + ", not what stands there. " + declared.meaning() + ".");
            }
        }
        for (TemplateParameter parameter : templates.get(template)) {
            if (parameter.required() && !names.contains(parameter.name())) {
                mistakes.add(at(file, source) + "the template " + template + " needs the parameter " + parameter.name()
                        + ", " + parameter.allowed() + ": " + parameter.meaning() + ".");
            }
        }
    }

    /** Empty when there is none, and when several stand there. */
    private static Optional<String> value(Node parameter) {
        return YamlTree.text(parameter, "value");
    }

    private static String at(String file, Node node) {
        return file + ", line " + YamlTree.line(node) + ": ";
    }
}
