package org.dhpbridge.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.dhpbridge.home.HomeFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What stands in a site's settings and source files goes on working: a setting or a parameter that gets another name is still
 * known by the old one. The list has the names of 22 November 2026; a release adds its own, and none goes.
 */
class NamesThatSitesUseTest {

    @TempDir
    Path home;

    @Test
    void everySettingAndParameterThatASiteMayUseIsStillThere() throws IOException {
        List<String> used = used();

        assertThat(used).hasSizeGreaterThan(150);
        assertThat(known()).containsAll(used);
    }

    private static List<String> used() throws IOException {
        try (InputStream in = NamesThatSitesUseTest.class.getResourceAsStream("names-that-sites-use.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    private Set<String> known() throws IOException {
        Set<String> known = new HashSet<>();
        for (String line : Files.readAllLines(Path.of("docs/configuration.md"))) {
            if (line.startsWith("| `")) {
                known.add("setting " + line.substring(3, line.indexOf('`', 3)));
            }
        }
        new RouteTemplates(new HomeFiles(home))
                .all()
                .forEach((template, parameters) ->
                        parameters.forEach(one -> known.add("parameter " + template + " " + one.name())));
        return known;
    }
}
