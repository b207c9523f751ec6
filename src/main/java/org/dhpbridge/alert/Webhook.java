package org.dhpbridge.alert;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import org.dhpbridge.kernel.SecretFile;

/** Posts digests as JSON. */
final class Webhook implements Channel {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final URI address;
    private final Path tokenFile;
    private final ObjectMapper json;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();

    /** @param tokenFile read with each alert; null for no token */
    Webhook(URI address, Path tokenFile, ObjectMapper json) {
        this.address = address;
        this.tokenFile = tokenFile;
        this.json = json;
    }

    @Override
    public String name() {
        return "webhook";
    }

    @Override
    public void tell(Digest digest) throws NotToldException {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(address)
                    .timeout(PATIENCE)
                    .header("Content-Type", "application/json")
                    .header("User-Agent", "dhp-bridge")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(json.writeValueAsBytes(digest)));
            if (tokenFile != null) {
                request.header("Authorization", "Bearer " + SecretFile.read(tokenFile));
            }
            int status = status(request.build());
            if (status / 100 != 2) {
                throw new NotToldException("dhp.alerts.webhook answers " + status
                        + "; look at its address and at dhp.alerts.webhook-token-file.");
            }
        } catch (IllegalArgumentException e) {
            throw new NotToldException("dhp.alerts.webhook is no address of http or https,"
                    + " or dhp.alerts.webhook-token-file holds more than a token in one line.");
        } catch (IOException e) {
            throw new NotToldException("dhp.alerts.webhook cannot be reached ("
                    + e.getClass().getSimpleName() + "), or dhp.alerts.webhook-token-file cannot be read.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotToldException("The bridge ends.");
        }
    }

    /** The status says it all, and the time-out ends with it: an answer that never ends must keep nobody. */
    private int status(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<InputStream> answer = http.send(request, BodyHandlers.ofInputStream());
        answer.body().close();
        return answer.statusCode();
    }
}
