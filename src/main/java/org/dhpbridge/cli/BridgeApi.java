package org.dhpbridge.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.dhpbridge.access.ApiKeyFile;

/** The API of a running bridge, spoken to with its key: that of the home folder, or of {@code dhp.api.token-file}. */
final class BridgeApi {

    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(10);

    private final String bridge;
    private final ApiKeyFile keyFile;
    private final PrintWriter err;

    /**
     * @param url null for the bridge that these settings start on this machine
     * @param err is told when the key cannot be read, or goes over the network unencrypted
     * @throws IllegalArgumentException when the URL is none of http or https
     */
    BridgeApi(OfflineSettings settings, URI url, PrintWriter err) {
        this.bridge = url == null ? settings.bridge() : url.toString().replaceFirst("/+$", "");
        this.keyFile = settings.apiKeyFile();
        this.err = err;
        URI address = URI.create(bridge);
        if (address.getHost() == null || !address.getScheme().matches("(?i)https?")) {
            throw new IllegalArgumentException(bridge);
        }
    }

    /** Where it is, as {@code http://localhost:8080}. */
    @Override
    public String toString() {
        return bridge;
    }

    /** @param path with its query, as {@code /api/summary} */
    HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(bridge + path));
        try {
            request.header("Authorization", "Bearer " + keyFile.read());
        } catch (IOException | IllegalArgumentException e) {
            err.println("The API key in " + keyFile.path() + " cannot be read ("
                    + e.getClass().getSimpleName()
                    + "). Run this as the bridge's user with its --dhp.home, or name the key's file with"
                    + " --dhp.api.token-file.");
        }
        if (isReadOnTheWay(URI.create(bridge))) {
            err.println("Warning: the API key goes to " + bridge
                    + " unencrypted; where you can, use https:// or run this on the bridge's machine.");
        }
        return request;
    }

    /** A redirect is not followed: the key is for this bridge alone. */
    <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler)
            throws IOException, InterruptedException {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(LONGEST_CONNECT)
                .build()
                .send(request, handler);
    }

    private static boolean isReadOnTheWay(URI address) {
        try {
            return address.getScheme().equalsIgnoreCase("http")
                    && !InetAddress.getByName(address.getHost()).isLoopbackAddress();
        } catch (UnknownHostException nothingIsSentThere) {
            return false;
        }
    }
}
