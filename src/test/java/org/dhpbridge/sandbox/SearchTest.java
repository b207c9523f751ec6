package org.dhpbridge.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dhpbridge.sandbox.SandboxClient.json;
import static org.dhpbridge.sandbox.SandboxClient.patient;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.dhpbridge.sandbox.SandboxClient.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SearchTest {

    private static Sandbox sandbox;
    private static SandboxClient client;
    private static String karimov;
    private static String yusupova;
    private static String encounter;
    private static String glucose;
    private static String sodium;

    @BeforeAll
    static void fill() {
        sandbox = Sandboxes.start();
        client = new SandboxClient(sandbox);
        karimov = create("{'resourceType':'Patient','active':true,'gender':'male','birthDate':'1985-03-12',"
                + "'identifier':[{'system':'urn:pin','value':'30101851234567'},{'system':'urn:mr','value':'7'}],"
                + "'name':[{'family':'Karimov','given':['Aziz','Olim']}],"
                + "'telecom':[{'system':'phone','value':'998901234567'},{'system':'email','value':'a@b.uz'}]}");
        yusupova = create("{'resourceType':'Patient','gender':'female','birthDate':'1990-12',"
                + "'identifier':[{'system':'urn:bct','value':'I-МЯ №123456'},{'value':'7'}],"
                + "'name':[{'family':'Юсупова','given':['Ёркиной']}]}");
        encounter = create(
                "{'resourceType':'Encounter','status':'completed','identifier':[{'system':'urn:v','value':'V1'}],"
                        + "'subject':{'reference':'Patient/" + karimov + "'},"
                        + "'actualPeriod':{'start':'2024-05-01T23:30:00+05:00','end':'2024-05-03T10:00:00+05:00'}}");
        glucose = create("{'resourceType':'Observation','status':'final','identifier':[{'value':'O1'}],"
                + "'code':{'coding':[{'system':'http://loinc.org','code':'2345-7'}],'text':'Glyukoza'},"
                + "'subject':{'reference':'Patient/" + karimov + "'},'encounter':{'reference':'Encounter/" + encounter
                + "'},'effectiveDateTime':'2024-05-02T02:00:00+05:00',"
                + "'valueQuantity':{'value':5.4,'system':'http://unitsofmeasure.org','code':'mmol/L'}}");
        sodium = create("{'resourceType':'Observation','status':'preliminary','identifier':[{'value':'O2'}],"
                + "'code':{'coding':[{'system':'urn:lab','code':'NA'}]},"
                + "'subject':{'reference':'Patient/" + yusupova + "'},'effectiveDateTime':'2024-06-01'}");
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

    private static String create(String resource) {
        JsonNode node = json(resource);
        Answer created = client.post("/" + node.path("resourceType").asText(), node);
        assertThat(created.status()).as(created.text()).isEqualTo(201);
        return created.id();
    }

    private static List<String> found(String type, String... query) {
        Answer answer = client.search(type, query);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.ids();
    }

    @Test
    void identifierTakesSystemAndValueInAllTheirForms() {
        assertThat(found("Patient", "identifier", "urn:mr|7")).containsExactly(karimov);
        assertThat(found("Patient", "identifier", "|7")).containsExactly(yusupova);
        assertThat(found("Patient", "identifier", "7")).containsExactly(karimov, yusupova);
        assertThat(found("Patient", "identifier", "urn:pin|")).containsExactly(karimov);
        assertThat(found("Patient", "identifier", "urn:pin|7")).isEmpty();
        assertThat(found("Patient", "identifier", "urn:nothing|1,urn:mr|7")).containsExactly(karimov);
    }

    @Test
    void valuesMayBeCyrillicAndHoldANumeroSign() {
        assertThat(found("Patient", "identifier", "urn:bct|I-МЯ №123456")).containsExactly(yusupova);
        Answer posted = client.form(
                sandbox.fhirBase() + "/Patient/_search", "identifier=urn%3Abct%7CI-%D0%9C%D0%AF+%E2%84%96123456");
        assertThat(posted.ids()).containsExactly(yusupova);
    }

    @Test
    void textIsFoundByItsBeginningWithoutCaseAndMarks() {
        assertThat(found("Patient", "name", "kar")).containsExactly(karimov);
        assertThat(found("Patient", "given", "olim")).containsExactly(karimov);
        assertThat(found("Patient", "given", "ерк")).containsExactly(yusupova);
        assertThat(found("Patient", "family", "imov")).isEmpty();
        assertThat(found("Patient", "family:contains", "IMOV")).containsExactly(karimov);
        assertThat(found("Patient", "family:exact", "karimov")).isEmpty();
        assertThat(found("Patient", "family:exact", "Karimov")).containsExactly(karimov);
    }

    @Test
    void datesCompareByTheTimeTheyCover() {
        assertThat(found("Patient", "birthdate", "1985-03-12")).containsExactly(karimov);
        assertThat(found("Patient", "birthdate", "1985")).containsExactly(karimov);
        assertThat(found("Patient", "birthdate", "ge1990")).containsExactly(yusupova);
        assertThat(found("Patient", "birthdate", "lt1990-12-01")).containsExactly(karimov);
        assertThat(found("Observation", "date", "2024-05-02")).containsExactly(glucose);
        assertThat(found("Observation", "date", "sa2024-05-02")).containsExactly(sodium);
        assertThat(found("Encounter", "date", "ap2024-05-02")).containsExactly(encounter);
        assertThat(found("Encounter", "date", "2024-05-02")).isEmpty();
        assertThat(client.search("Patient", "birthdate", "12.03.1985").status()).isEqualTo(400);
    }

    @Test
    void referencesTakeAnIdATypeAndIdOrAnAddress() {
        for (String value : List.of(karimov, "Patient/" + karimov, sandbox.fhirBase() + "/Patient/" + karimov)) {
            assertThat(found("Observation", "subject", value)).containsExactly(glucose);
            assertThat(found("Observation", "patient", value)).containsExactly(glucose);
        }
        assertThat(found("Observation", "subject:Patient", karimov)).containsExactly(glucose);
        assertThat(found("Observation", "subject:Group", karimov)).isEmpty();
        assertThat(found("Observation", "encounter", encounter, "status", "final"))
                .containsExactly(glucose);
        assertThat(found("Observation", "encounter", encounter, "status", "amended"))
                .isEmpty();
    }

    @Test
    void chainsFollowAReference() {
        assertThat(found("Observation", "patient.identifier", "urn:mr|7")).containsExactly(glucose);
        assertThat(found("Observation", "subject:Patient.name", "юсуп")).containsExactly(sodium);
        assertThat(found("Observation", "subject.identifier", "urn:none|7")).isEmpty();
    }

    @Test
    void codesBooleansQuantitiesAndContactPoints() {
        assertThat(found("Observation", "code", "http://loinc.org|2345-7")).containsExactly(glucose);
        assertThat(found("Observation", "code", "NA")).containsExactly(sodium);
        assertThat(found("Observation", "code:text", "glyu")).containsExactly(glucose);
        assertThat(found("Observation", "status:not", "final")).containsExactly(sodium);
        assertThat(found("Observation", "value-quantity", "gt5|http://unitsofmeasure.org|mmol/L"))
                .containsExactly(glucose);
        assertThat(found("Patient", "active", "true")).containsExactly(karimov);
        assertThat(found("Patient", "active:missing", "true")).containsExactly(yusupova);
        assertThat(found("Patient", "phone", "998901234567")).containsExactly(karimov);
        assertThat(found("Patient", "phone", "a@b.uz")).isEmpty();
    }

    @Test
    void theDeadAreFoundWhetherTheTimeIsKnownOrNot() {
        try (Sandbox other = Sandboxes.start()) {
            SandboxClient own = new SandboxClient(other);
            String at = own.post("/Patient", json("{'resourceType':'Patient','deceasedDateTime':'2024-05-01'}"))
                    .id();
            String dead = own.post("/Patient", json("{'resourceType':'Patient','deceasedBoolean':true}"))
                    .id();
            String alive = own.post("/Patient", json("{'resourceType':'Patient','deceasedBoolean':false}"))
                    .id();
            String unsaid =
                    own.post("/Patient", json("{'resourceType':'Patient'}")).id();

            assertThat(own.search("Patient", "deceased", "true").ids()).containsExactly(at, dead);
            assertThat(own.search("Patient", "deceased", "false").ids()).containsExactly(alive, unsaid);
        }
    }

    @Test
    void idAndLastUpdated() {
        assertThat(found("Patient", "_id", karimov + "," + yusupova)).containsExactly(karimov, yusupova);
        assertThat(found("Patient", "_id", karimov, "gender", "female")).isEmpty();
        assertThat(found("Patient", "_lastUpdated", "gt2020")).contains(karimov);
        assertThat(found("Patient", "_lastUpdated", "lt2020")).isEmpty();
    }

    @Test
    void includesBringWhatIsReferredToAndWhatRefers() {
        Answer answer = client.search(
                "Observation", "code", "NA", "_include", "Observation:subject", "_include", "Observation:encounter");
        assertThat(answer.ids()).containsExactly(sodium, yusupova);
        assertThat(answer.json().path("entry").findValuesAsText("mode")).containsExactly("match", "include");
        assertThat(answer.json().path("total").asInt()).isEqualTo(1);

        assertThat(found("Patient", "_id", karimov, "_revinclude", "Observation:subject"))
                .containsExactly(karimov, glucose);
        assertThat(found("Encounter", "_id", encounter, "_revinclude", "Observation:encounter", "_include", "*"))
                .containsExactly(encounter, karimov, glucose);
    }

    @Test
    void resultsAreSortedAsAsked() {
        assertThat(found("Patient", "_sort", "birthdate")).containsExactly(karimov, yusupova);
        assertThat(found("Patient", "_sort", "-birthdate")).containsExactly(yusupova, karimov);
        assertThat(found("Patient", "_sort", "gender,-birthdate")).containsExactly(yusupova, karimov);
    }

    @Test
    void countsWithoutResources() {
        Answer answer = client.search("Patient", "_summary", "count");
        assertThat(answer.json().path("total").asInt()).isEqualTo(2);
        assertThat(answer.json().has("entry")).isFalse();
    }

    @Test
    void unknownParametersAreIgnoredUnlessHandlingIsStrict() {
        assertThat(found("Patient", "favourite-colour", "red")).hasSize(2);
        Answer strict = client.send(client.request("/Patient?favourite-colour=red", "Prefer", "handling=strict"));
        assertThat(strict.status()).isEqualTo(400);
        assertThat(client.search("Patient", "family:sounds", "x").status()).isEqualTo(400);
    }

    @Test
    void pagesAreLinkedUntilTheLast() {
        try (Sandbox many = Sandboxes.start()) {
            SandboxClient other = new SandboxClient(many);
            List<String> created = new ArrayList<>();
            for (int i = 0; i < 45; i++) {
                created.add(other.post("/Patient", patient("urn:№", "п" + i)).id());
            }
            List<Integer> sizes = new ArrayList<>();
            List<String> seen = new ArrayList<>();
            Answer page = other.search("Patient", "identifier", "urn:№|");
            while (page != null) {
                assertThat(page.json().path("total").asInt()).isEqualTo(45);
                sizes.add(page.ids().size());
                seen.addAll(page.ids());
                page = next(other, page);
            }
            assertThat(sizes).containsExactly(20, 20, 5);
            assertThat(seen).isEqualTo(created);
        }
    }

    private static Answer next(SandboxClient other, Answer page) {
        for (JsonNode link : page.json().path("link")) {
            if (link.path("relation").asText().equals("next")) {
                return other.get(link.path("url").asText());
            }
        }
        return null;
    }

    @Test
    void everyParameterOfTheTableIsAnsweredAndListedInMetadata() {
        JsonNode resources = client.get("/metadata").json().path("rest").path(0).path("resource");
        int parameters = 0;
        for (JsonNode resource : resources) {
            for (JsonNode parameter : resource.path("searchParam")) {
                String value = parameter.path("type").asText().equals("quantity") ? "1" : "2024";
                Answer answer = client.search(
                        resource.path("type").asText(), parameter.path("name").asText(), value);
                assertThat(answer.status()).as(parameter.toString()).isEqualTo(200);
                parameters++;
            }
        }
        assertThat(parameters).isGreaterThan(500);
    }
}
