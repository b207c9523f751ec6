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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
                .noneMatch(parameter -> parameter.type().isEmpty())
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

    /** What people write wrong, one mistake each, in place of a part of a source that is right. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            textBlock =
                    """
            templatedRoute;     templateRoute;      line 1: templateRoute is not known here; known are beans, from
            - templatedRoute:;  templatedRoute:;    line 1: a source file is a list
            - templatedRoute:;  - lab-2;            line 2: this is not YAML
            routeId: lab-2;     routeID: lab-2;     line 2: routeID is not known here; known are
            routeTemplateRef;   template;           line 3: template is not known here; known are
            value: patients;    value: patientz;    line 9: the parameter feed takes one of allergies, diagnoses,
            value: patients;    value: [patients];  line 9: the parameter feed takes one of allergies, diagnoses,
            value: patients;    wert: patients;     line 10: wert is not known here; known are name, value
            value: inbound;     value: "";          line 7: the parameter folder takes a text, not what stands there
            name: charset;      name: encoding;     line 11: the template csv-files has no parameter encoding; it has name, folder
            name: charset;      nam: charset;       line 11: a parameter of the template csv-files is written as name and value
            windows-1251;       windows-1521;       line 11: the parameter charset takes auto or a character set as UTF-8
            value: lab-2;       valuelab-2;         line 7: this is not YAML
            """)
    void aMistakeIsToldWithLineAndWhatIsAllowed(String right, String wrong, String sentence) {
        String source =
                """
                - templatedRoute:
                    routeId: lab-2
                    routeTemplateRef: csv-files
                    parameters:
                      - name: name
                        value: lab-2
                      - name: folder
                        value: inbound
                      - name: feed
                        value: patients
                      - name: charset
                        value: windows-1251
                """;
        assertThat(mistakes(source)).isEmpty();

        assertThat(mistakes(source.replace(right, wrong)))
                .anySatisfy(mistake -> assertThat(mistake).startsWith(FILE + ", " + sentence));
    }

    @Test
    void anItemThatIsOneWordIsNoSource() {
        assertThat(mistakes("- lab-2"))
                .containsExactly(FILE + ", line 1: this is no source: a source begins with \"- templatedRoute:\".");
    }

    @Test
    void whatAPlaceholderStandsForIsOnlyKnownLater() {
        assertThat(
                        mistakes(
                                """
                        - templatedRoute:
                            routeId: lab-2
                            routeTemplateRef: csv-files
                            parameters:
                              - {name: name, value: "{{lab.name}}"}
                              - {name: folder, value: "{{lab.folder}}"}
                              - {name: feed, value: "{{lab.feed}}"}
                              - {name: charset, value: "{{lab.charset}}"}
                              - {name: poll, value: "{{lab.poll}}"}
                        """))
                .isEmpty();
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
