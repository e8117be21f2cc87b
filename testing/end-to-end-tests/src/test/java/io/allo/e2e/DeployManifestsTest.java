// SPDX-License-Identifier: Apache-2.0
package io.allo.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Loads every manifest with the typed Kubernetes models: a misspelt field fails here, not at the operator's. */
class DeployManifestsTest {
    private static final Path DEPLOY =
            Path.of(System.getProperty("build.root", "../..")).resolve("deploy");
    private static final Map<String, Class<? extends HasMetadata>> KINDS = Map.of(
            "Namespace", Namespace.class,
            "Deployment", Deployment.class,
            "StatefulSet", StatefulSet.class,
            "Service", Service.class,
            "Ingress", Ingress.class,
            "NetworkPolicy", NetworkPolicy.class,
            "PodDisruptionBudget", PodDisruptionBudget.class);

    private final ObjectMapper yaml = new ObjectMapper(new YAMLFactory());
    /** The models take unknown fields into a side map; without that door an unknown field is an error. */
    private final ObjectMapper strict = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .annotationIntrospector(new JacksonAnnotationIntrospector() {
                @Override
                public Boolean hasAnySetter(Annotated annotated) {
                    return Boolean.FALSE;
                }
            })
            .build();

    @Test
    void everyManifestHasOnlyFieldsThatKubernetesKnows() throws IOException {
        for (JsonNode document : documents()) {
            HasMetadata typed = typed(document);
            assertThat(typed.getMetadata().getName()).isNotBlank();
        }
    }

    @Test
    void kustomizationsNameFilesThatExist() throws IOException {
        try (Stream<Path> walk = Files.walk(DEPLOY)) {
            for (Path file : walk.filter(f -> f.endsWith("kustomization.yaml")).toList()) {
                for (JsonNode resource : yaml.readTree(file.toFile()).path("resources")) {
                    assertThat(file.resolveSibling(resource.asText())).exists();
                }
            }
        }
    }

    @Test
    void theGatewayIsOnTheNodesNetworkAndOutlivesItsDrain() throws IOException {
        StatefulSet gateway = (StatefulSet) find("StatefulSet", "sip-gateway");
        PodSpec pod = gateway.getSpec().getTemplate().getSpec();

        assertThat(pod.getHostNetwork()).isTrue();
        assertThat(pod.getTerminationGracePeriodSeconds()).isGreaterThan(600);
        assertThat(pod.getContainers().getFirst().getEnv())
                .anyMatch(e -> e.getName().equals("ALLO_SIP_ADVERTISED_HOST"));
    }

    @Test
    void everyServiceHasProbesOnItsManagementPortAndOnlyOneSeesTheEncryptionKey() throws IOException {
        for (String name : List.of("session-config-service", "tool-executor-service", "channel-router")) {
            Container container = ((Deployment) find("Deployment", name))
                    .getSpec()
                    .getTemplate()
                    .getSpec()
                    .getContainers()
                    .getFirst();
            assertThat(container.getReadinessProbe().getHttpGet().getPort().getStrVal())
                    .isEqualTo("management");
            assertThat(container.getLivenessProbe()).isNotNull();
            assertThat(container.getEnv().stream().anyMatch(e -> e.getName().equals("ENCRYPTION_KEY")))
                    .as(name)
                    .isEqualTo(name.equals("session-config-service"));
        }
    }

    @Test
    void callsAreRecordedOnlyWhereTheComponentIsUsed() throws IOException {
        Path component = DEPLOY.resolve("components/recording");
        var claim = strict.treeToValue(
                yaml.readTree(component.resolve("recordings.yaml").toFile()), PersistentVolumeClaim.class);
        PodSpec pod = strict.treeToValue(
                        yaml.readTree(component.resolve("channel-router.yaml").toFile()), Deployment.class)
                .getSpec()
                .getTemplate()
                .getSpec();
        Container router = pod.getContainers().getFirst();
        List<String> inBase = ((Deployment) find("Deployment", "channel-router"))
                .getSpec().getTemplate().getSpec().getContainers().getFirst().getEnv().stream()
                        .map(EnvVar::getName)
                        .toList();

        assertThat(inBase).doesNotContain("ALLO_RECORDING_KEY");
        assertThat(router.getEnv())
                .anyMatch(env -> env.getName().equals("ALLO_RECORDING_KEY")
                        && env.getValueFrom().getSecretKeyRef().getKey().equals("recording-key"))
                .anyMatch(env -> env.getName().equals("ALLO_RECORDING_FOLDER")
                        && env.getValue()
                                .equals(router.getVolumeMounts().getFirst().getMountPath()));
        assertThat(pod.getVolumes().getFirst().getPersistentVolumeClaim().getClaimName())
                .isEqualTo(claim.getMetadata().getName());
        assertThat(claim.getSpec().getAccessModes()).containsExactly("ReadWriteMany");
    }

    /** A misspelt variable is silently ignored by a service: every one that a manifest sets stands in the documentation. */
    @Test
    void everyVariableOfAManifestIsDocumented() throws IOException {
        String page = Files.readString(DEPLOY.resolveSibling("docs/configuration.md"));
        Set<String> documented = Pattern.compile("`([A-Z_]+|[a-z][a-z0-9.-]+)`")
                .matcher(page)
                .results()
                .map(name -> name.group(1).toUpperCase(Locale.ROOT).replaceAll("[.-]", "_"))
                .collect(Collectors.toSet());
        List<String> unknown = new ArrayList<>();
        for (JsonNode document : documents()) {
            document.findValues("env")
                    .forEach(env -> env.forEach(variable -> {
                        if (!documented.contains(variable.path("name").asText())) {
                            unknown.add(variable.path("name").asText());
                        }
                    }));
        }
        assertThat(unknown).isEmpty();
    }

    private HasMetadata find(String kind, String name) throws IOException {
        for (JsonNode document : documents()) {
            if (document.path("kind").asText().equals(kind)
                    && document.at("/metadata/name").asText().equals(name)) {
                return typed(document);
            }
        }
        throw new AssertionError("no " + kind + " " + name);
    }

    private HasMetadata typed(JsonNode document) throws IOException {
        String kind = document.path("kind").asText();
        assertThat(KINDS).as("a kind that this test knows").containsKey(kind);
        return strict.treeToValue(document, KINDS.get(kind));
    }

    private List<JsonNode> documents() throws IOException {
        List<JsonNode> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(DEPLOY.resolve("base"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".yaml")).toList()) {
                if (file.endsWith("kustomization.yaml")) {
                    continue;
                }
                try (MappingIterator<JsonNode> documents =
                        yaml.readerFor(JsonNode.class).readValues(file.toFile())) {
                    documents.forEachRemaining(all::add);
                }
            }
        }
        assertThat(all).isNotEmpty();
        return all;
    }
}
