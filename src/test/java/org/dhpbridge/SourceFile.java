package org.dhpbridge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A site's source: a file of {@code routes/sources}. */
final class SourceFile {

    private SourceFile() {}

    /** @param parameters beside its name, as {@code port=2575} */
    static void write(Path home, String name, String template, String... parameters) throws IOException {
        StringBuilder yaml = new StringBuilder("- templatedRoute:\n    routeId: " + name + "\n    routeTemplateRef: "
                + template + "\n    parameters:\n      - name: name\n        value: " + name + "\n");
        for (String parameter : parameters) {
            String[] pair = parameter.split("=", 2);
            yaml.append("      - name: ")
                    .append(pair[0])
                    .append("\n        value: \"")
                    .append(pair[1])
                    .append("\"\n");
        }
        Path sources = Files.createDirectories(home.resolve("routes/sources"));
        Files.writeString(sources.resolve(name + ".yaml"), yaml);
    }
}
