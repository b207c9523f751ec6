package org.dhpbridge.soak;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.dhpbridge.conformance.ConformanceCheck;
import org.dhpbridge.home.HomeFiles;
import org.dhpbridge.profile.ProfilePack;
import org.dhpbridge.sandbox.Sandbox;
import org.dhpbridge.sandbox.Sandboxes;

/** The sandbox in a process of its own, strict as the platform is. */
final class SandboxProcess implements AutoCloseable {

    private static final String READY = "sandbox on ";

    /** What runs in the process: prints its port, then serves until its input ends. */
    static final class Main {
        private Main() {}

        public static void main(String[] args) throws IOException {
            ProfilePack pack = ProfilePack.load(new HomeFiles(Path.of(".")), "uz-core-0.7.0");
            try (Sandbox sandbox = Sandbox.start(Sandboxes.settings(Map.of("port", 0)), new ConformanceCheck(pack))) {
                System.out.println(READY + sandbox.port());
                while (System.in.read() >= 0) {
                    continue;
                }
            }
        }
    }

    private final Process process;
    private final String origin;
    private final Http http = new Http();

    private SandboxProcess(Process process, int port) {
        this.process = process;
        this.origin = "http://localhost:" + port;
    }

    static SandboxProcess start(Path log) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName())
                .redirectError(log.toFile())
                .start();
        BufferedReader out = process.inputReader();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith(READY)) {
                return new SandboxProcess(process, Integer.parseInt(line.substring(READY.length())));
            }
        }
        throw new IOException("The sandbox does not start; " + log + " says why.");
    }

    URI fhirBase() {
        return URI.create(origin + "/fhir");
    }

    URI tokenUri() {
        return URI.create(origin + "/sso/oauth/token");
    }

    /** @param json what {@code PUT /faults} takes */
    void faults(String json) throws IOException {
        http.send(Http.to(URI.create(origin + "/faults"))
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(json))
                .build());
    }

    /** How many requests each kind of fault that is set now has struck. */
    Map<String, Integer> struck() throws IOException {
        Map<String, Integer> struck = new TreeMap<>();
        for (JsonNode fault : http.get(URI.create(origin + "/faults")).path("faults")) {
            struck.merge(fault.path("kind").asText(), fault.path("struck").asInt(), Integer::sum);
        }
        return struck;
    }

    /** Everything that the sandbox holds, over all pages; without faults. */
    List<JsonNode> everything() throws IOException {
        http.send(Http.to(URI.create(origin + "/faults"))
                .header("Content-Type", "application/json")
                .DELETE()
                .build());
        String token = http.send(Http.to(tokenUri())
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(
                                "grant_type=client_credentials&client_id=sandbox&client_secret=sandbox"))
                        .build())
                .path("access_token")
                .asText();
        List<JsonNode> found = new ArrayList<>();
        JsonNode types = http.get(URI.create(origin + "/stats")).path("resources");
        for (Map.Entry<String, JsonNode> type : types.properties()) {
            int before = found.size();
            all(type.getKey(), token, found);
            if (found.size() - before != type.getValue().asInt()) {
                throw new IOException("The sandbox counts " + type.getValue() + " of " + type.getKey() + " and lists "
                        + (found.size() - before));
            }
        }
        return found;
    }

    private void all(String type, String token, List<JsonNode> found) throws IOException {
        String next = origin + "/fhir/" + type + "?_count=500";
        while (next != null) {
            JsonNode page =
                    http.send(Http.to(URI.create(next.replace("|", URLEncoder.encode("|", StandardCharsets.UTF_8))))
                            .header("Authorization", "Bearer " + token)
                            .build());
            page.path("entry").forEach(entry -> found.add(entry.path("resource")));
            next = null;
            for (JsonNode link : page.path("link")) {
                if (link.path("relation").asText().equals("next")) {
                    next = link.path("url").asText();
                }
            }
        }
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
