package org.dhpbridge.benchmarks;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.dhpbridge.HapiJudge;
import org.dhpbridge.absent.AbsentFiller;
import org.dhpbridge.absent.Filled;
import org.dhpbridge.conformance.ConformanceCheck;
import org.dhpbridge.conformance.Issue;
import org.dhpbridge.home.HomeFiles;
import org.dhpbridge.profile.ProfilePack;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Fill and check of what a message becomes, against HAPI's validator on the same JSON; one thread. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
public class FillAndCheck {

    private static final int BUNDLE_SIZE = 12;

    @Param({"patient", "bundle"})
    public String input;

    private AbsentFiller filler;
    private ConformanceCheck check;
    private HapiJudge hapi;
    private ObjectNode resource;
    private String text;

    @Setup
    public void prepare() throws IOException {
        JsonNode expected = JsonMapper.builder()
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .build()
                .readTree(
                        Path.of("samples/hl7/blood-count-russian/expected.json").toFile());
        JsonNode mapped = expected.path("resources");
        resource = input.equals("patient") ? (ObjectNode) mapped.get(0) : laboratoryBundle(mapped);
        text = resource.toString();
        ProfilePack pack = ProfilePack.load(new HomeFiles(Path.of(".")), "uz-core-0.7.0");
        filler = new AbsentFiller(pack);
        check = new ConformanceCheck(pack);
        hapi = HapiJudge.get();
    }

    /** The sample's resources, filled up with more observations of the same kind. */
    private static ObjectNode laboratoryBundle(JsonNode mapped) {
        List<ObjectNode> resources = new ArrayList<>();
        mapped.forEach(one -> resources.add((ObjectNode) one));
        ObjectNode observation = resources.stream()
                .filter(one -> one.path("resourceType").asText().equals("Observation"))
                .findFirst()
                .orElseThrow();
        while (resources.size() < BUNDLE_SIZE) {
            resources.add(observation.deepCopy().put("id", "more-" + resources.size()));
        }
        ObjectNode bundle =
                observation.objectNode().put("resourceType", "Bundle").put("type", "collection");
        ArrayNode entries = bundle.putArray("entry");
        for (ObjectNode one : resources) {
            String name =
                    one.path("resourceType").asText() + "/" + one.path("id").asText();
            entries.addObject().put("fullUrl", "http://localhost/fhir/" + name).set("resource", one);
        }
        return bundle;
    }

    @Benchmark
    @Warmup(iterations = 10, time = 2)
    @Measurement(iterations = 5, time = 2)
    public void bridge(Blackhole hole) {
        List<Filled> filled = filler.fill(resource);
        List<Issue> issues = check.check(resource);
        hole.consume(filled);
        hole.consume(issues);
    }

    @Benchmark
    @Warmup(iterations = 6, time = 5)
    @Measurement(iterations = 3, time = 5)
    public void hapi(Blackhole hole) {
        hole.consume(hapi.errors(text));
    }

    /** Runs all and prints the milliseconds to the first profile, the microseconds a resource, and the ratio to HAPI. */
    public static void main(String[] args) throws RunnerException {
        Collection<RunResult> starts = run(FirstProfile.class);
        Collection<RunResult> results = run(FillAndCheck.class);
        Map<String, Double> scores = new TreeMap<>();
        for (RunResult result : results) {
            String method = result.getParams().getBenchmark();
            scores.put(
                    method.substring(method.lastIndexOf('.') + 1) + " "
                            + result.getParams().getParam("input"),
                    result.getPrimaryResult().getScore());
        }
        for (String input : List.of("patient", "bundle")) {
            int size = input.equals("bundle") ? BUNDLE_SIZE : 1;
            double bridge = scores.get("bridge " + input);
            double hapi = scores.get("hapi " + input);
            System.out.printf(
                    "%s: %.1f µs a resource (HAPI %.1f), %.0f times faster%n",
                    input, bridge / size, hapi / size, hapi / bridge);
        }
        starts.forEach(start -> System.out.printf(
                "first profile after %.0f ms%n", start.getPrimaryResult().getScore()));
    }

    private static Collection<RunResult> run(Class<?> benchmarks) throws RunnerException {
        return new Runner(new OptionsBuilder()
                        .include(benchmarks.getName() + "\\.")
                        .addProfiler(GCProfiler.class)
                        .build())
                .run();
    }
}
