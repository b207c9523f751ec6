package org.dhpbridge.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.dhpbridge.home.HomeFiles;
import org.dhpbridge.mapping.SiteSettings;
import org.dhpbridge.profile.ProfilePack;
import org.dhpbridge.source.RawMessage;
import org.dhpbridge.transform.Conversion;
import org.dhpbridge.transform.Draft;
import org.dhpbridge.transform.Transform;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * A laboratory report of ten OBX from its bytes to resources that can be sent (read, map, account, fill absent, check), against
 * LinuxForHealth's converter on the same message; one thread.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 5)
@Measurement(iterations = 5, time = 5)
@Fork(1)
public class MessageToResources {

    private static final int OBSERVATIONS = 10;

    private static byte[] message() throws IOException {
        try (InputStream in = MessageToResources.class.getResourceAsStream("/ten-results.hl7")) {
            return in.readAllBytes();
        }
    }

    /** What the bridge needs for one message, made once as at its start. */
    @State(Scope.Benchmark)
    public static class Bridge {

        private RawMessage message;
        private Transform transform;

        private static SiteSettings site() {
            StandardEnvironment settings = new StandardEnvironment();
            settings.getPropertySources()
                    .addFirst(new MapPropertySource(
                            "benchmark",
                            Map.of(
                                    "dhp.site.namespace",
                                    "urn:dhp-bridge:site:benchmark",
                                    "dhp.site.training-messages",
                                    "true")));
            return SiteSettings.of(settings);
        }

        @Setup
        public void load() throws IOException {
            message = new RawMessage("application/hl7-v2", message(), "hl7:benchmark", "message 1, byte 0");
            HomeFiles files = new HomeFiles(Path.of("benchmarks/target/no-home"));
            ProfilePack pack = ProfilePack.load(files, "uz-core-0.7.0");
            transform = Conversion.of(files, pack, site()).transform();
            long made = run().resources().stream()
                    .filter(one -> one.path("resourceType").asText().equals("Observation"))
                    .count();
            expect(made);
        }

        Draft run() {
            return transform.check(
                    transform.fillAbsent(transform.account(transform.map(transform.read(message), "benchmark"))));
        }
    }

    /** The converter, made once. */
    @State(Scope.Benchmark)
    public static class Converter {

        private LinuxForHealth converter;
        private String message;

        @Setup
        public void load() throws Throwable {
            converter = LinuxForHealth.load();
            message = new String(message(), StandardCharsets.UTF_8);
            expect(run().split("\"resourceType\":\\s*\"Observation\"", -1).length - 1L);
        }

        String run() throws Throwable {
            return converter.convert(message);
        }
    }

    private static void expect(long made) {
        if (made != OBSERVATIONS) {
            throw new IllegalStateException("The message of ten OBX became " + made + " observations");
        }
    }

    @Benchmark
    public Draft bridge(Bridge bridge) {
        return bridge.run();
    }

    /** Also written as JSON text, which is what LinuxForHealth gives. */
    @Benchmark
    public String bridgeToText(Bridge bridge) {
        return bridge.run().resources().toString();
    }

    @Benchmark
    public String linuxForHealth(Converter converter) throws Throwable {
        return converter.run();
    }

    /** Runs all and prints the messages a second, and how many times more than LinuxForHealth. */
    public static void main(String[] args) throws RunnerException {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include(MessageToResources.class.getName() + "\\.")
                        .build())
                .run();
        Map<String, Double> scores = new TreeMap<>();
        for (RunResult result : results) {
            String method = result.getParams().getBenchmark();
            scores.put(
                    method.substring(method.lastIndexOf('.') + 1),
                    result.getPrimaryResult().getScore());
        }
        double peer = scores.get("linuxForHealth");
        System.out.printf("LinuxForHealth: %.1f messages a second%n", peer);
        compare("bridge, checked resources", scores.get("bridge"), peer);
        compare("bridge, written as JSON too", scores.get("bridgeToText"), peer);
    }

    private static void compare(String what, double ours, double peer) {
        System.out.printf("%s: %.0f messages a second, %.0f times as many%n", what, ours, ours / peer);
    }
}
