package org.dhpbridge.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dhpbridge.sandbox.SandboxClient.json;
import static org.dhpbridge.sandbox.SandboxClient.patient;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.dhpbridge.conformance.Issue;
import org.dhpbridge.conformance.ResourceCheck;
import org.dhpbridge.sandbox.SandboxClient.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InstancesTest {

    private static final ResourceCheck NEEDS_IDENTIFIER = resource -> resource.has("identifier")
            ? List.of()
            : List.of(Issue.error("required", "Patient.identifier", "Patient.identifier is mandatory."));

    private Sandbox sandbox;
    private SandboxClient client;

    @BeforeEach
    void start() {
        sandbox = Sandbox.start(Sandboxes.settings(Map.of("port", 0)), NEEDS_IDENTIFIER);
        client = new SandboxClient(sandbox);
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void createGivesAnIdAVersionAndTheHeadersThatNameThem() {
        Answer created = client.post("/Patient", patient("urn:x", "1"));

        assertThat(created.status()).isEqualTo(201);
        assertThat(UUID.fromString(created.id())).isNotNull();
        assertThat(created.json().path("meta").path("versionId").asText()).isEqualTo("1");
        assertThat(created.json().path("meta").path("lastUpdated").asText()).isNotEmpty();
        assertThat(created.header("ETag")).isEqualTo("W/\"1\"");
        assertThat(created.header("Last-Modified")).endsWith("GMT");
        assertThat(created.header("Location"))
                .isEqualTo(sandbox.fhirBase() + "/Patient/" + created.id() + "/_history/1");
        assertThat(client.get("/Patient/" + created.id()).json()).isEqualTo(created.json());
    }

    @Test
    void anIdThatTheClientChoseIsNotTaken() {
        String own = UUID.randomUUID().toString();
        Answer created = client.post("/Patient", patient("urn:x", "1").put("id", own));

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.id()).isNotEqualTo(own);
    }

    @Test
    void minimalAnswersHaveNoBody() {
        Answer created = client.post("/Patient", patient("urn:x", "1"), "Prefer", "return=minimal");

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.http().body()).isEmpty();
        assertThat(created.header("Location")).contains("/Patient/");
    }

    @Test
    void updateNeedsTheCurrentVersion() {
        ObjectNode stored =
                (ObjectNode) client.post("/Patient", patient("urn:x", "1")).json();
        String path = "/Patient/" + stored.path("id").asText();

        Answer without = client.put(path, stored);
        Answer stale = client.put(path, stored, "If-Match", "W/\"7\"");
        Answer current = client.put(path, stored.deepCopy().put("gender", "male"), "If-Match", "W/\"1\"");
        Answer again = client.put(path, stored, "If-Match", "W/\"1\"");

        for (Answer refused : List.of(without, stale, again)) {
            assertThat(refused.status()).isEqualTo(412);
            assertThat(refused.issueCode()).isEqualTo("invalid");
            assertThat(refused.issueText()).isEqualTo("Version is mismatch");
        }
        assertThat(current.status()).isEqualTo(200);
        assertThat(current.header("ETag")).isEqualTo("W/\"2\"");
        assertThat(client.get(path).json().path("gender").asText()).isEqualTo("male");
    }

    @Test
    void updateDoesNotCreate() {
        String id = UUID.randomUUID().toString();
        Answer answer = client.put("/Patient/" + id, patient("urn:x", "1").put("id", id), "If-Match", "W/\"1\"");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.issueCode()).isEqualTo("not-found");
    }

    @Test
    void theBodyMustBeWhatTheAddressSays() {
        String id = client.post("/Patient", patient("urn:x", "1")).id();

        assertThat(client.post("/Patient", json("{'resourceType':'Observation'}"))
                        .status())
                .isEqualTo(400);
        assertThat(client.put(
                                "/Patient/" + id,
                                patient("urn:x", "1")
                                        .put("id", UUID.randomUUID().toString()),
                                "If-Match",
                                "W/\"1\"")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void everyVersionCanBeReadAndTheHistoryListsThem() {
        ObjectNode stored =
                (ObjectNode) client.post("/Patient", patient("urn:x", "1")).json();
        String path = "/Patient/" + stored.path("id").asText();
        client.put(path, stored.deepCopy().put("gender", "female"), "If-Match", "W/\"1\"");

        assertThat(client.get(path + "/_history/1").json().has("gender")).isFalse();
        assertThat(client.get(path + "/_history/2").json().path("gender").asText())
                .isEqualTo("female");
        assertThat(client.get(path + "/_history/3").status()).isEqualTo(404);
        Answer history = client.get(path + "/_history");
        assertThat(history.json().path("type").asText()).isEqualTo("history");
        assertThat(history.json().findValuesAsText("versionId")).containsExactly("2", "1");
    }

    @Test
    void deletedIsGone() {
        String path =
                "/Patient/" + client.post("/Patient", patient("urn:x", "1")).id();

        assertThat(client.delete(path).status()).isEqualTo(200);
        Answer gone = client.get(path);
        assertThat(gone.status()).isEqualTo(410);
        assertThat(gone.issueCode()).isEqualTo("deleted");
        assertThat(client.search("Patient", "identifier", "urn:x|1").ids()).isEmpty();
        assertThat(client.get(path + "/_history/1").status()).isEqualTo(200);
    }

    @Test
    void anUnknownIdIs404AndWhatIsNoUuidIs400() {
        assertThat(client.get("/Patient/" + UUID.randomUUID()).status()).isEqualTo(404);
        assertThat(client.get("/Patient/1").status()).isEqualTo(400);
    }

    @Test
    void aResourceThatBreaksItsProfileIs422WithTheReasons() {
        Answer refused = client.post("/Patient", json("{'resourceType':'Patient'}"));

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.issueCode()).isEqualTo("required");
        assertThat(refused.json()
                        .path("issue")
                        .path(0)
                        .path("expression")
                        .path(0)
                        .asText())
                .isEqualTo("Patient.identifier");
    }

    @Test
    void aSandboxThatIsNotStrictTakesItAll() {
        try (Sandbox lenient =
                Sandbox.start(Sandboxes.settings(Map.of("port", 0, "strict", false)), NEEDS_IDENTIFIER)) {
            assertThat(new SandboxClient(lenient)
                            .post("/Patient", json("{'resourceType':'Patient'}"))
                            .status())
                    .isEqualTo(201);
        }
    }

    @Test
    void unreadableJsonIs400() {
        for (String body : List.of("", "{", "[]", "<Patient/>", "{\"resourceType\":\"Patient\"} x")) {
            Answer answer = client.post("/Patient", body);
            assertThat(answer.status()).as(body).isEqualTo(400);
            assertThat(answer.json().path("resourceType").asText()).isEqualTo("OperationOutcome");
        }
    }

    @Test
    void conditionalCreateIsRefusedOrIgnoredAsSet() {
        client.post("/Patient", patient("urn:x", "1"));
        Answer refused = client.post("/Patient", patient("urn:x", "1"), "If-None-Exist", "identifier=urn:x|1");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.issueCode()).isEqualTo("not-supported");

        try (Sandbox ignoring = Sandboxes.start(Map.of("if-none-exist", "ignored"))) {
            SandboxClient other = new SandboxClient(ignoring);
            other.post("/Patient", patient("urn:x", "1"));
            other.post("/Patient", patient("urn:x", "1"), "If-None-Exist", "identifier=urn:x|1");
            assertThat(other.search("Patient", "identifier", "urn:x|1").ids()).hasSize(2);
        }
    }

    @Test
    void aReferenceToNothingIsRefused() {
        ObjectNode encounter = json("{'resourceType':'Encounter','identifier':[{'value':'1'}],"
                + "'subject':{'reference':'Patient/" + UUID.randomUUID() + "'}}");
        Answer refused = client.post("/Encounter", encounter);

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json()
                        .path("issue")
                        .path(0)
                        .path("expression")
                        .path(0)
                        .asText())
                .isEqualTo("Encounter.subject");
    }

    @Test
    void decimalsKeepTheirDigits() {
        Answer created = client.post(
                "/Observation",
                "{\"resourceType\":\"Observation\",\"identifier\":[{\"value\":\"1\"}],\"valueQuantity\":{\"value\":5.10}}");

        assertThat(created.text()).contains("\"value\":5.10}");
        assertThat(client.get("/Observation/" + created.id()).text()).contains("\"value\":5.10}");
    }

    @Test
    void whatIsNotOfferedSaysSo() {
        assertThat(client.get("/Nonsense").status()).isEqualTo(404);
        assertThat(client.post("/Patient/$populate", json("{}")).issueCode()).isEqualTo("not-supported");
        assertThat(client.put("/Patient", json("{}")).status()).isEqualTo(405);
        assertThat(client.send(client.request("/Patient").header("Accept", "application/fhir+xml"))
                        .status())
                .isEqualTo(406);
    }
}
