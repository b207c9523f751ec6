package org.dhpbridge.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/** What a template says of its beans is what their classes know. */
class TemplateBeansTest {

    static Stream<Path> templates() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("routes/templates"))) {
            return files.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("templates")
    void everyPropertyOfABeanIsOneOfItsClass(Path file) throws Exception {
        for (Map<String, Object> bean : beans(Files.readString(file))) {
            Class<?> type = Class.forName(bean.get("type").toString().replace("#class:", ""));
            assertThat(map(bean.get("properties")).keySet())
                    .as("%s, bean %s", file, bean.get("name"))
                    .allMatch(property -> knows(type, property));
        }
    }

    /** @param property as {@code name}, or {@code login.user} of what {@code getLogin} gives */
    private static boolean knows(Class<?> type, String property) {
        String[] parts = property.split("\\.", 2);
        String accessor = Character.toUpperCase(parts[0].charAt(0)) + parts[0].substring(1);
        return Arrays.stream(type.getMethods())
                .anyMatch(method -> parts.length == 1
                        ? method.getName().equals("set" + accessor)
                        : method.getName().equals("get" + accessor) && knows(method.getReturnType(), parts[1]));
    }

    @Test
    void aMisspeltPropertyKeepsTheSourceFromStarting() throws Exception {
        String template =
                """
                - routeTemplate:
                    id: misspelt
                    parameters:
                      - name: name
                    beans:
                      - name: source
                        type: "#class:org.dhpbridge.route.TemplateBeansTest$Known"
                        properties:
                          nmae: "{{name}}"
                    route:
                      from:
                        uri: direct:misspelt
                        steps:
                          - bean:
                              ref: "{{source}}"
                              method: open
                - templatedRoute:
                    routeId: wrong
                    routeTemplateRef: misspelt
                    parameters:
                      - name: name
                        value: lab-2
                """;
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.start();
            assertThatThrownBy(() -> PluginHelper.getRoutesLoader(camel)
                            .loadRoutes(ResourceHelper.fromBytes(
                                    "misspelt.yaml", template.getBytes(StandardCharsets.UTF_8))))
                    .hasStackTraceContaining("nmae");
        }
    }

    /** A source that knows its name. */
    public static final class Known {
        private String name;

        public void setName(String name) {
            this.name = name;
        }

        public String open() {
            return name;
        }
    }

    private static List<Map<String, Object>> beans(String template) {
        List<Map<String, Object>> routes = new Yaml().load(template);
        return routes.stream()
                .map(route -> map(route.get("routeTemplate")))
                .flatMap(route -> ((List<?>) route.getOrDefault("beans", List.of())).stream())
                .map(TemplateBeansTest::map)
                .toList();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object node) {
        return (Map<String, Object>) node;
    }
}
