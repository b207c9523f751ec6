package org.dhpbridge.benchmarks.endtoend;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** What the machine and the server can do: the bundles of the bridge, posted by four threads that do nothing else. */
final class Floor {

    private static final int THREADS = 4;
    private static final int ROUNDS = 3;

    private Floor() {}

    /** @return bundles a second of the last round of three, by when all is warm */
    static double pace(URI fhir, List<byte[]> bundles, int count) throws Exception {
        HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        double pace = 0;
        for (int round = 0; round < ROUNDS; round++) {
            AtomicInteger next = new AtomicInteger();
            ExecutorService threads = Executors.newFixedThreadPool(THREADS);
            List<Future<?>> ends = new ArrayList<>();
            long begin = System.nanoTime();
            for (int thread = 0; thread < THREADS; thread++) {
                ends.add(threads.submit(() -> {
                    for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                        post(http, fhir, bundles.get(i % bundles.size()));
                    }
                    return null;
                }));
            }
            for (Future<?> end : ends) {
                end.get();
            }
            pace = count / ((System.nanoTime() - begin) / 1e9);
            threads.shutdown();
        }
        return pace;
    }

    private static void post(HttpClient http, URI fhir, byte[] bundle) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(fhir)
                .header("Content-Type", "application/fhir+json")
                .header("Authorization", "Bearer t")
                .POST(HttpRequest.BodyPublishers.ofByteArray(bundle))
                .build();
        int status = http.send(request, HttpResponse.BodyHandlers.ofByteArray()).statusCode();
        if (status != 200) {
            throw new IllegalStateException("The server answers a bundle with " + status);
        }
    }
}
