package org.dhpbridge.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dhpbridge.sandbox.SandboxClient.json;
import static org.dhpbridge.sandbox.SandboxClient.patient;

import com.fasterxml.jackson.databind.JsonNode;
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

class BundlesTest {

    private static final ResourceCheck NO_BAD_STATUS =
            resource -> resource.path("status").asText().equals("bad")
                    ? List.of(Issue.error("code-invalid", "Observation.status", "The code is not in the value set."))
                    : List.of();
    private static final String PATIENT = "urn:uuid:11111111-1111-4111-8111-111111111111";
    private static final String OBSERVATION = "urn:uuid:22222222-2222-4222-8222-222222222222";

    private Sandbox sandbox;
    private SandboxClient client;

    @BeforeEach
    void start() {
        sandbox = Sandbox.start(Sandboxes.settings(Map.of("port", 0)), NO_BAD_STATUS);
        client = new SandboxClient(sandbox);
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    private static ObjectNode bundle(String type, ObjectNode... entries) {
        ObjectNode bundle = json("{'resourceType':'Bundle','type':'" + type + "'}");
        bundle.putArray("entry").addAll(List.of(entries));
        return bundle;
    }

    private static ObjectNode entry(String fullUrl, String method, String url, JsonNode resource) {
        ObjectNode entry = StrictJson.object();
        if (fullUrl != null) {
            entry.put("fullUrl", fullUrl);
        }
        if (resource != null) {
            entry.set("resource", resource);
        }
        entry.putObject("request").put("method", method).put("url", url);
        return entry;
    }

    private static ObjectNode observation(String status, String subject) {
        return json("{'resourceType':'Observation','status':'" + status + "','identifier':[{'value':'O'}],"
                + "'subject':{'reference':'" + subject + "'}}");
    }

    private long stored(String type) {
        return client.search(type, "_summary", "count").json().path("total").asLong();
    }

    @Test
    void entriesMayReferToEachOtherInAnyOrder() {
        Answer answer = client.post(
                "",
                bundle(
                        "transaction",
                        entry(OBSERVATION, "POST", "Observation", observation("final", PATIENT)),
                        entry(PATIENT, "POST", "Patient", patient("urn:ietf:rfc:3986", PATIENT))));

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json().path("type").asText()).isEqualTo("transaction-response");
        JsonNode first = answer.json().path("entry").path(0).path("response");
        assertThat(first.path("status").asText()).isEqualTo("201 Created");
        assertThat(first.path("location").asText()).matches("Observation/[0-9a-f-]{36}/_history/1");
        assertThat(first.path("etag").asText()).isEqualTo("W/\"1\"");
        String location = answer.json()
                .path("entry")
                .path(1)
                .path("response")
                .path("location")
                .asText();
        String patientId = location.split("/")[1];
        assertThat(client.search("Observation", "subject", patientId).ids()).hasSize(1);
        // an identifier that looks like a fullUrl is data, not a link
        assertThat(client.search("Patient", "identifier", "urn:ietf:rfc:3986|" + PATIENT)
                        .ids())
                .containsExactly(patientId);
    }

    @Test
    void oneBadEntryKeepsAllOut() {
        Answer answer = client.post(
                "",
                bundle(
                        "transaction",
                        entry(PATIENT, "POST", "Patient", patient("urn:x", "1")),
                        entry(OBSERVATION, "POST", "Observation", observation("bad", PATIENT))));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.issueCode()).isEqualTo("code-invalid");
        assertThat(answer.json()
                        .path("issue")
                        .path(0)
                        .path("expression")
                        .path(0)
                        .asText())
                .isEqualTo("Bundle.entry[1].resource.status");
        assertThat(stored("Patient")).isZero();
    }

    @Test
    void aReferenceToNothingKeepsAllOutAndNamesTheEntry() {
        for (String nothing :
                List.of("Patient/" + UUID.randomUUID(), "urn:uuid:" + UUID.randomUUID(), "Patient?name=x")) {
            Answer answer = client.post(
                    "",
                    bundle(
                            "transaction",
                            entry(PATIENT, "POST", "Patient", patient("urn:x", "1")),
                            entry(OBSERVATION, "POST", "Observation", observation("final", nothing))));

            assertThat(answer.status()).isBetween(400, 422);
            assertThat(answer.json()
                            .path("issue")
                            .path(0)
                            .path("expression")
                            .path(0)
                            .asText())
                    .isEqualTo("Bundle.entry[1].resource.subject");
            assertThat(stored("Patient")).isZero();
        }
    }

    @Test
    void updatesHonourTheVersionOfTheirEntry() {
        ObjectNode stored =
                (ObjectNode) client.post("/Patient", patient("urn:x", "1")).json();
        String path = "Patient/" + stored.path("id").asText();
        ObjectNode stale = entry(null, "PUT", path, stored.deepCopy());
        ((ObjectNode) stale.path("request")).put("ifMatch", "W/\"4\"");
        ObjectNode current = entry(null, "PUT", path, stored.deepCopy().put("gender", "male"));
        ((ObjectNode) current.path("request")).put("ifMatch", "W/\"1\"");

        Answer refused =
                client.post("", bundle("transaction", entry(null, "POST", "Patient", patient("urn:x", "2")), stale));
        Answer done = client.post("", bundle("transaction", current));

        assertThat(refused.status()).isEqualTo(412);
        assertThat(stored("Patient")).isEqualTo(1);
        assertThat(done.json()
                        .path("entry")
                        .path(0)
                        .path("response")
                        .path("etag")
                        .asText())
                .isEqualTo("W/\"2\"");
    }

    @Test
    void whetherAnUpdateNeedsAVersionInATransactionIsASetting() {
        assertThat(updateWithoutVersion("honoured")).isEqualTo(200);
        assertThat(updateWithoutVersion("ignored")).isEqualTo(200);
        assertThat(updateWithoutVersion("required")).isEqualTo(412);
    }

    private static int updateWithoutVersion(String setting) {
        try (Sandbox other = Sandboxes.start(Map.of("entry-if-match", setting))) {
            SandboxClient client = new SandboxClient(other);
            JsonNode stored = client.post("/Patient", patient("urn:x", "1")).json();
            String path = "Patient/" + stored.path("id").asText();
            return client.post("", bundle("transaction", entry(null, "PUT", path, stored)))
                    .status();
        }
    }

    @Test
    void readsAndSearchesInATransactionSeeWhatItWrote() {
        Answer answer = client.post(
                "",
                bundle(
                        "transaction",
                        entry(null, "GET", "Patient?identifier=urn:x%7C1", null),
                        entry(PATIENT, "POST", "Patient", patient("urn:x", "1"))));

        assertThat(answer.json()
                        .path("entry")
                        .path(0)
                        .path("resource")
                        .path("total")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void entriesOfABatchStandAlone() {
        String known = client.post("/Patient", patient("urn:x", "1")).id();
        Answer answer = client.post(
                "",
                bundle(
                        "batch",
                        entry(null, "POST", "Patient", patient("urn:x", "2")),
                        entry(null, "POST", "Observation", observation("bad", "Patient/" + known)),
                        entry(null, "GET", "Patient/" + known, null),
                        entry(null, "GET", "Patient/" + UUID.randomUUID(), null)));

        assertThat(answer.json().path("type").asText()).isEqualTo("batch-response");
        assertThat(answer.json().findValuesAsText("status"))
                .containsExactly("201 Created", "422 Unprocessable Entity", "200 OK", "404 Not Found");
        assertThat(stored("Patient")).isEqualTo(2);
    }

    @Test
    void theSamePlaceTwiceIsRefused() {
        JsonNode stored = client.post("/Patient", patient("urn:x", "1")).json();
        String path = "Patient/" + stored.path("id").asText();

        assertThat(client.post(
                                "",
                                bundle(
                                        "transaction",
                                        entry(null, "PUT", path, stored),
                                        entry(null, "PUT", path, stored)))
                        .status())
                .isEqualTo(400);
        assertThat(client.post(
                                "",
                                bundle(
                                        "transaction",
                                        entry(PATIENT, "POST", "Patient", patient("urn:x", "1")),
                                        entry(PATIENT, "POST", "Patient", patient("urn:x", "2"))))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void bundlesCanBeSwitchedOff() {
        try (Sandbox old = Sandboxes.start(Map.of("transactions", false))) {
            SandboxClient other = new SandboxClient(old);
            assertThat(other.post("", bundle("transaction")).status()).isEqualTo(400);
            assertThat(other.get("/metadata").json().path("rest").path(0).has("interaction"))
                    .isFalse();
        }
    }
}
