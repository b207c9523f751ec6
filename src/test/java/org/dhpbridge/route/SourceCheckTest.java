package org.dhpbridge.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.dhpbridge.home.HomeFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceCheckTest {

    private static final String FILE = "routes/sources/lab-2.yaml";

    @TempDir
    Path home;

    @Test
    void everyParameterOfATemplateHasATypeAndAMeaning() {
        Map<String, List<TemplateParameter>> templates = new RouteTemplates(new HomeFiles(home)).all();

        assertThat(templates).containsKeys("hl7-files", "csv-files", "worker");
        templates.forEach((template, parameters) -> assertThat(parameters)
                .as(template)
                .isNotEmpty()
                .allMatch(TemplateParameter::isTyped)
                .noneMatch(parameter -> parameter.meaning().isBlank()));
    }

    @Test
    void theBundledSourcesAreRight() {
        HomeFiles files = new HomeFiles(home);
        SourceCheck check = new SourceCheck(files);

        assertThat(files.list("routes/sources", ".yaml")).isNotEmpty().allSatisfy(file -> assertThat(
                        check.mistakes(file, files.text(file).orElseThrow()))
                .isEmpty());
    }

    @Test
    void theSampleSourcesAreRight() throws IOException {
        HomeFiles files = new HomeFiles(home);
        SourceCheck check = new SourceCheck(files);

        assertThat(files.list("samples/sources", ".yaml")).isNotEmpty().allSatisfy(file -> assertThat(
                        check.mistakes(file, files.text(file).orElseThrow()))
                .isEmpty());
    }

    @Test
    void aParameterThatTheTemplateHasNot() {
        assertThat(
                        mistakes(
                                """
                        - templatedRoute:
                            routeId: lab-2
                            routeTemplateRef: hl7-files
                            parameters:
                              - name: name
                                value: lab-2
                              - name: folder
                                value: in
                              - name: setle
                                value: 5
                        """))
                .singleElement()
                .asString()
                .startsWith(
                        FILE + ", line 9: the template hl7-files has no parameter setle; it has name, folder, charset");
    }

    @Test
    void aParameterThatIsMissingAndOneOfTheWrongType() {
        assertThat(
                        mistakes(
                                """
                        - templatedRoute:
                            routeId: lab-2
                            routeTemplateRef: csv-files
                            parameters:
                              - name: name
                                value: lab-2
                              - name: folder
                                value: in
                              - name: poll
                                value: often
                              - name: delimiter
                                value: colon
                        """))
                .hasSize(3)
                .anyMatch(m -> m.startsWith(FILE + ", line 9: the parameter poll takes a whole number"))
                .anyMatch(m -> m.startsWith(FILE
                        + ", line 11: the parameter delimiter takes one of auto, comma, semicolon, tab, pipe, ,, ;"))
                .anyMatch(m -> m.contains("needs the parameter feed"));
    }

    @Test
    void aTemplateThatIsNotThereNamesThoseThatAre() {
        assertThat(
                        mistakes(
                                """
                        - templatedRoute:
                            routeId: lab-2
                            routeTemplateRef: csv-file
                        """))
                .singleElement()
                .asString()
                .startsWith(FILE + ", line 3: there is no route template csv-file; there are ")
                .contains("csv-files, ", "hl7-files, ");
    }

    @Test
    void twoSourcesOfOneRouteId() {
        SourceCheck check = new SourceCheck(new HomeFiles(home));
        String yaml =
                """
                - templatedRoute:
                    routeId: lab
                    routeTemplateRef: worker
                    parameters:
                      - name: number
                        value: "{{lab.number}}"
                """;

        assertThat(check.mistakes("routes/sources/a.yaml", yaml)).isEmpty();
        assertThat(check.mistakes("routes/sources/b.yaml", yaml))
                .containsExactly("routes/sources/b.yaml, line 2: the routeId lab is taken by routes/sources/a.yaml;"
                        + " give this source another one.");
    }

    @Test
    void whatIsNoYamlAndWhatIsNoList() {
        assertThat(mistakes("- templatedRoute:\n  routeId: [\n"))
                .singleElement()
                .asString()
                .startsWith(FILE + ", line ")
                .contains("this is not YAML");
        assertThat(mistakes("templatedRoute: {}")).singleElement().asString().contains("a source file is a list");
        assertThat(mistakes("")).isEmpty();
    }

    @Test
    void theSecondCopyOfAMountedConfigMapIsPassedOver() throws IOException {
        Path sources = Files.createDirectories(home.resolve("routes/sources"));
        Path hidden = Files.createDirectories(sources.resolve("..2026_11_22"));
        Files.writeString(hidden.resolve("ward.yaml"), "[]");
        Files.createSymbolicLink(sources.resolve("..data"), hidden.getFileName());
        Files.createSymbolicLink(sources.resolve("ward.yaml"), Path.of("..data/ward.yaml"));

        assertThat(new HomeFiles(home).list("routes/sources", ".yaml"))
                .contains("routes/sources/ward.yaml")
                .noneMatch(file -> file.contains("/.."));
    }

    private List<String> mistakes(String yaml) {
        return new SourceCheck(new HomeFiles(home)).mistakes(FILE, yaml);
    }
}
