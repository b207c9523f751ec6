package org.dhpbridge.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dhpbridge.access.Exposure;
import org.dhpbridge.home.HomeFiles;
import org.dhpbridge.route.SourceCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.FileSystemResource;

/** Reads the files of a deployment as Kubernetes would, and looks for everything that they name. */
class DeploymentFilesTest {

    private static final Path K8S = Path.of("k8s");
    private static final Path BASE = K8S.resolve("base");

    /** Without the any-setters of the models, a field that Kubernetes does not know is an error. */
    private static final ObjectMapper STRICT = YAMLMapper.builder(new YAMLFactory())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .annotationIntrospector(new JacksonAnnotationIntrospector() {
                @Override
                public Boolean hasAnySetter(Annotated a) {
                    return false;
                }
            })
            .build();

    private static final Map<String, Class<?>> MODELS = Map.ofEntries(
            Map.entry("v1/Namespace", Namespace.class),
            Map.entry("v1/Service", Service.class),
            Map.entry("v1/ServiceAccount", ServiceAccount.class),
            Map.entry("apps/v1/Deployment", Deployment.class),
            Map.entry("apps/v1/StatefulSet", StatefulSet.class),
            Map.entry("policy/v1/PodDisruptionBudget", PodDisruptionBudget.class),
            Map.entry("autoscaling/v2/HorizontalPodAutoscaler", HorizontalPodAutoscaler.class),
            Map.entry("networking.k8s.io/v1/NetworkPolicy", NetworkPolicy.class),
            Map.entry("monitoring.coreos.com/v1/ServiceMonitor", ServiceMonitor.class),
            Map.entry("monitoring.coreos.com/v1/PrometheusRule", PrometheusRule.class),
            Map.entry("external-secrets.io/v1/ExternalSecret", ExternalSecret.class),
            Map.entry("keda.sh/v1alpha1/ScaledObject", ScaledObject.class));

    record ExternalSecret(String apiVersion, String kind, ObjectMeta metadata, ExternalSecretSpec spec) {}

    record ExternalSecretSpec(
            String refreshInterval, Map<String, String> secretStoreRef, Map<String, String> target, List<Entry> data) {}

    record Entry(String secretKey, Map<String, String> remoteRef) {}

    record ScaledObject(String apiVersion, String kind, ObjectMeta metadata, ScaledObjectSpec spec) {}

    record ScaledObjectSpec(
            Map<String, String> scaleTargetRef,
            Integer minReplicaCount,
            Integer maxReplicaCount,
            Integer cooldownPeriod,
            List<Trigger> triggers) {}

    record Trigger(String type, Map<String, String> metadata) {}

    record Kustomization(
            String apiVersion,
            String kind,
            String namespace,
            List<String> resources,
            List<Generator> configMapGenerator,
            List<Generator> secretGenerator,
            JsonNode generatorOptions,
            List<JsonNode> labels,
            List<Map<String, String>> images,
            List<Map<String, String>> patches) {}

    record Generator(String name, String behavior, List<String> files, List<String> envs, JsonNode options) {}

    record Workload(ObjectMeta metadata, PodTemplateSpec template) {}

    @TempDir
    Path home;

    static List<Path> manifests() throws IOException {
        try (Stream<Path> files = Files.walk(K8S)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .filter(file -> !file.endsWith("kustomization.yaml"))
                    .filter(file -> !file.startsWith(BASE.resolve("settings")))
                    .sorted()
                    .toList();
        }
    }

    static List<Path> kustomizations() throws IOException {
        try (Stream<Path> files = Files.walk(K8S)) {
            return files.filter(file -> file.endsWith("kustomization.yaml"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void aManifestIsOneResourceThatKubernetesKnows(Path manifest) throws IOException {
        String text = Files.readString(manifest);
        JsonNode tree = STRICT.readTree(text);
        String kind = tree.path("apiVersion").asText() + "/" + tree.path("kind").asText();

        assertThat(MODELS).containsKey(kind);
        assertThat(STRICT.readValue(text, MODELS.get(kind))).isNotNull();
        assertThat(tree.at("/metadata/name").asText()).isNotBlank();
        assertThat(text.lines().filter(line -> line.equals("---"))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("kustomizations")
    void aKustomizationNamesFilesThatAreThereAndLeavesNoneOut(Path file) throws IOException {
        Kustomization kustomization = STRICT.readValue(Files.readString(file), Kustomization.class);
        Path folder = file.getParent();

        Set<Path> named = new HashSet<>();
        orNone(kustomization.resources()).forEach(name -> named.add(folder.resolve(name)));
        orNone(kustomization.patches()).forEach(patch -> named.add(folder.resolve(patch.get("path"))));
        orNone(kustomization.configMapGenerator()).stream()
                .flatMap(generator -> generator.files().stream())
                .forEach(entry -> named.add(folder.resolve(entry.substring(entry.indexOf('=') + 1))));

        assertThat(named).allMatch(Files::exists);
        try (Stream<Path> beside = Files.list(folder)) {
            assertThat(beside.filter(path -> path.toString().endsWith(".yaml") && !path.equals(file)))
                    .isSubsetOf(named);
        }
    }

    @Test
    void whatAPodMountsAndReadsIsThere() throws IOException {
        Set<String> configMaps = generated();
        for (Workload workload : bridges()) {
            PodSpec pod = workload.template().getSpec();
            Container bridge = pod.getContainers().get(0);
            Set<String> volumes =
                    pod.getVolumes().stream().map(Volume::getName).collect(Collectors.toCollection(HashSet::new));
            volumes.add("inbound");

            assertThat(bridge.getVolumeMounts())
                    .extracting(VolumeMount::getName)
                    .isSubsetOf(volumes);
            assertThat(pod.getVolumes().stream()
                            .filter(volume -> volume.getConfigMap() != null)
                            .map(volume -> volume.getConfigMap().getName()))
                    .isSubsetOf(configMaps);
            assertThat(bridge.getEnv().stream()
                            .map(EnvVar::getValueFrom)
                            .filter(Objects::nonNull)
                            .filter(from -> from.getSecretKeyRef() != null)
                            .map(from -> from.getSecretKeyRef().getKey()))
                    .isSubsetOf(secretKeys());
        }
    }

    @Test
    void secretsAreReadWhereTheyAreMounted() throws IOException {
        for (Path settings : settings()) {
            Matcher secret = Pattern.compile("/bridge/secrets/(\\S+)").matcher(Files.readString(settings));
            assertThat(secret.results().map(found -> found.group(1)))
                    .as(settings.toString())
                    .isNotEmpty()
                    .isSubsetOf(secretKeys());
        }
        assertThat(Files.readAllLines(K8S.resolve("overlays/playground/secret.env.example")).stream()
                        .filter(line -> line.contains("="))
                        .map(line -> line.substring(0, line.indexOf('='))))
                .isSubsetOf(secretKeys());
    }

    @Test
    void portsAndLabelsMeet() throws IOException {
        for (Workload workload : bridges()) {
            Container bridge = workload.template().getSpec().getContainers().get(0);
            Set<String> ports =
                    bridge.getPorts().stream().map(ContainerPort::getName).collect(Collectors.toSet());
            List<Probe> probes =
                    List.of(bridge.getStartupProbe(), bridge.getLivenessProbe(), bridge.getReadinessProbe());
            assertThat(probes)
                    .extracting(Probe::getHttpGet)
                    .extracting(HTTPGetAction::getPort)
                    .allMatch(port -> ports.contains(port.getStrVal()));
            assertThat(probes)
                    .extracting(Probe::getHttpGet)
                    .extracting(HTTPGetAction::getPath)
                    .isSubsetOf("/actuator/health/liveness", "/actuator/health/readiness");
        }
        List<Map<String, String>> pods = bridges().stream()
                .map(workload -> workload.template().getMetadata().getLabels())
                .toList();
        Set<String> ports = bridges().stream()
                .flatMap(workload -> workload.template().getSpec().getContainers().get(0).getPorts().stream())
                .map(ContainerPort::getName)
                .collect(Collectors.toSet());
        for (Path file : manifests()) {
            JsonNode tree = STRICT.readTree(Files.readString(file));
            if (file.startsWith(BASE) && tree.path("kind").asText().equals("Service")) {
                Service service = STRICT.readValue(Files.readString(file), Service.class);
                assertThat(pods).anyMatch(labels -> labels.entrySet()
                        .containsAll(service.getSpec().getSelector().entrySet()));
                assertThat(service.getSpec().getPorts())
                        .allMatch(port -> ports.contains(port.getTargetPort().getStrVal()));
            }
        }
    }

    @Test
    void everyPropertyThatADeploymentSetsExists() throws IOException {
        Set<String> known = knownProperties();
        Set<String> set = new TreeSet<>();
        for (Path settings : settings()) {
            flatten("", STRICT.readTree(Files.readString(settings)), set);
        }
        for (Workload workload : bridges()) {
            workload.template().getSpec().getContainers().get(0).getEnv().forEach(env -> set.add(env.getName()));
        }
        for (Path patch : List.of(
                K8S.resolve("overlays/production/deployment-patch.yaml"),
                K8S.resolve("overlays/production/statefulset-folders-patch.yaml"))) {
            STRICT.readTree(Files.readString(patch))
                    .at("/spec/template/spec/containers/0/env")
                    .forEach(env -> set.add(env.path("name").asText()));
        }
        STRICT.readTree(Files.readString(Path.of("docker-compose.yml")))
                .at("/services/bridge/environment")
                .fieldNames()
                .forEachRemaining(set::add);
        Pattern.compile("\\b(DHP|MANAGEMENT|SERVER)_[A-Z_]+(?==)")
                .matcher(Files.readString(Path.of("Dockerfile")))
                .results()
                .forEach(found -> set.add(found.group()));

        assertThat(set).hasSizeGreaterThan(12).allMatch(name -> known.contains(loosely(name)));
    }

    @Test
    void everySourceThatADeploymentMountsCanBeLoadedAndIsChosen() throws IOException {
        SourceCheck check = new SourceCheck(new HomeFiles(home));
        Set<String> chosen = new TreeSet<>();
        for (Workload workload : bridges()) {
            workload.template().getSpec().getContainers().get(0).getEnv().stream()
                    .filter(env -> env.getName().equals("DHP_SOURCES"))
                    .flatMap(env -> Stream.of(env.getValue().split(",")))
                    .forEach(chosen::add);
        }
        try (Stream<Path> files = Files.walk(BASE.resolve("settings"))) {
            for (Path file : files.filter(f -> f.getParent().toString().endsWith("sources"))
                    .filter(Files::isRegularFile)
                    .toList()) {
                String name = file.getFileName().toString();
                assertThat(check.mistakes(name, Files.readString(file))).isEmpty();
                assertThat(chosen).anyMatch(pattern -> name.matches(pattern.replace("*", ".*") + "\\.yaml"));
            }
        }
    }

    @Test
    void everyAlertHasItsChapter() throws IOException {
        String chapters = Files.readString(Path.of("docs/when-things-go-wrong.md"));
        PrometheusRule rules =
                STRICT.readValue(Files.readString(K8S.resolve("monitoring/prometheusrule.yaml")), PrometheusRule.class);

        assertThat(rules.getSpec().getGroups().get(0).getRules())
                .isNotEmpty()
                .allMatch(rule -> chapters.contains("`" + rule.getAlert() + "`"));
    }

    @Test
    void thePlacesThatTheImageNamesAreThere() throws IOException {
        List<String> copied = Files.readAllLines(Path.of("Dockerfile")).stream()
                .filter(line -> line.startsWith("COPY ") && !line.contains("--from") && !line.contains(" . "))
                .map(line -> line.split(" ")[1])
                .toList();

        assertThat(copied).contains("routes/", "mappings/", "profiles/").allMatch(path -> Files.exists(Path.of(path)));
    }

    @Test
    void whereOthersReachABridgeTheDeploymentStartsAndItsKeyIsASecret() throws IOException {
        for (Path file : settings()) {
            StandardEnvironment environment = new StandardEnvironment();
            new YamlPropertySourceLoader()
                    .load("settings", new FileSystemResource(file))
                    .forEach(environment.getPropertySources()::addFirst);
            environment
                    .getPropertySources()
                    .addLast(new MapPropertySource("defaults", Map.of("server.address", "127.0.0.1")));
            assertThat(environment.getProperty("management.server.address")).isEqualTo("0.0.0.0");
            assertThat(Exposure.of(environment).isManagementOpenToOthers()).isTrue();
            assertThat(Exposure.of(environment).mistake()).isEmpty();
            assertThat(environment.getProperty("dhp.api.token-file")).isEqualTo("/bridge/secrets/api-token");
        }
        for (Workload workload : bridges()) {
            assertThat(workload.template().getSpec().getContainers().get(0).getEnv())
                    .as("Prometheus asks a pod by its address")
                    .anyMatch(env -> env.getName().equals("DHP_API_HOSTS")
                            && env.getValueFrom().getFieldRef().getFieldPath().equals("status.podIP"));
        }
        ServiceMonitor monitor =
                STRICT.readValue(Files.readString(K8S.resolve("monitoring/servicemonitor.yaml")), ServiceMonitor.class);
        assertThat(monitor.getSpec().getEndpoints()).allSatisfy(endpoint -> {
            assertThat(endpoint.getAuthorization().getType()).isEqualTo("Bearer");
            assertThat(endpoint.getAuthorization().getCredentials().getKey()).isEqualTo("api-token");
        });
        JsonNode compose =
                STRICT.readTree(Files.readString(Path.of("docker-compose.yml"))).at("/services/bridge/environment");
        Map<String, Object> variables = new TreeMap<>();
        compose.properties()
                .forEach(variable ->
                        variables.put(variable.getKey(), variable.getValue().asText()));
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .addFirst(new SystemEnvironmentPropertySource("compose-systemEnvironment", variables));
        assertThat(environment.getProperty("server.address")).isEqualTo("0.0.0.0");
        assertThat(Exposure.of(environment).mistake()).isEmpty();
    }

    private static Set<String> generated() throws IOException {
        Set<String> names = new HashSet<>();
        for (Path file : kustomizations()) {
            orNone(STRICT.readValue(Files.readString(file), Kustomization.class).configMapGenerator())
                    .forEach(generator -> names.add(generator.name()));
        }
        return names;
    }

    private static Set<String> secretKeys() throws IOException {
        return STRICT
                .readValue(
                        Files.readString(K8S.resolve("overlays/production/externalsecret.yaml")), ExternalSecret.class)
                .spec()
                .data()
                .stream()
                .map(Entry::secretKey)
                .collect(Collectors.toSet());
    }

    private static List<Workload> bridges() throws IOException {
        Deployment deployment = STRICT.readValue(Files.readString(BASE.resolve("deployment.yaml")), Deployment.class);
        StatefulSet folders =
                STRICT.readValue(Files.readString(BASE.resolve("statefulset-folders.yaml")), StatefulSet.class);
        return List.of(
                new Workload(deployment.getMetadata(), deployment.getSpec().getTemplate()),
                new Workload(folders.getMetadata(), folders.getSpec().getTemplate()));
    }

    private static List<Path> settings() {
        return List.of(BASE.resolve("settings/application.yml"), K8S.resolve("overlays/production/application.yml"));
    }

    private static Set<String> knownProperties() throws IOException {
        Set<String> known = new HashSet<>();
        for (URL metadata : Collections.list(DeploymentFilesTest.class
                .getClassLoader()
                .getResources("META-INF/spring-configuration-metadata.json"))) {
            try (InputStream in = metadata.openStream()) {
                new ObjectMapper()
                        .readTree(in)
                        .path("properties")
                        .forEach(property ->
                                known.add(loosely(property.path("name").asText())));
            }
        }
        return known;
    }

    /** As Spring's relaxed binding compares: an environment variable has neither dots nor dashes. */
    private static String loosely(String property) {
        return property.replaceAll("[._-]", "").toLowerCase(Locale.ROOT);
    }

    private static void flatten(String prefix, JsonNode node, Set<String> into) {
        Map<String, JsonNode> fields = STRICT.convertValue(node, new TypeReference<>() {});
        fields.forEach((name, value) -> {
            if (value.isObject()) {
                flatten(prefix + name + ".", value, into);
            } else {
                into.add(prefix + name);
            }
        });
    }

    private static <T> List<T> orNone(List<T> list) {
        return list == null ? new ArrayList<>() : list;
    }
}
