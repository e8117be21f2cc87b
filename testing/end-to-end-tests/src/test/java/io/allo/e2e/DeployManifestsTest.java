// SPDX-License-Identifier: Apache-2.0
package io.allo.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
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
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Loads every manifest with the typed Kubernetes models: a misspelt field fails here, not at the operator's. */
class DeployManifestsTest {
    private static final Path DEPLOY =
            Path.of(System.getProperty("allo.root", "../..")).resolve("deploy");
    private static final Map<String, Class<? extends HasMetadata>> KINDS = Map.of(
            "Namespace", Namespace.class,
            "Deployment", Deployment.class,
            "StatefulSet", StatefulSet.class,
            "Service", Service.class,
            "Ingress", Ingress.class,
            "NetworkPolicy", NetworkPolicy.class,
            "PodDisruptionBudget", PodDisruptionBudget.class);

    private final ObjectMapper yaml = new ObjectMapper(new YAMLFactory());
    private final ObjectMapper json = new ObjectMapper();

    @Test
    void everyManifestHasOnlyFieldsThatKubernetesKnows() throws IOException {
        List<String> unknown = new ArrayList<>();
        for (JsonNode document : documents()) {
            HasMetadata typed = typed(document);
            JsonNode known = json.valueToTree(withoutAdditional(typed));
            collectUnknown(
                    document, known, typed.getKind() + "/" + typed.getMetadata().getName(), unknown);
        }
        assertThat(unknown).isEmpty();
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
        return json.treeToValue(document, KINDS.get(kind));
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

    /** The models keep unknown fields in a side map and write them back: a mapper that leaves the map out tells them apart. */
    private Object withoutAdditional(HasMetadata typed) {
        return new ObjectMapper()
                .addMixIn(Object.class, NoAdditionalProperties.class)
                .convertValue(typed, JsonNode.class);
    }

    /** Mix-in. */
    @JsonIgnoreProperties("additionalProperties")
    private interface NoAdditionalProperties {
        @JsonIgnore
        Map<String, Object> getAdditionalProperties();
    }

    private static void collectUnknown(JsonNode written, JsonNode known, String where, List<String> unknown) {
        if (written.isObject()) {
            written.properties().forEach(field -> {
                JsonNode there = known.get(field.getKey());
                if (there == null && !field.getValue().isEmpty()) {
                    unknown.add(where + "." + field.getKey());
                } else if (there != null) {
                    collectUnknown(field.getValue(), there, where + "." + field.getKey(), unknown);
                }
            });
        } else if (written.isArray()) {
            for (int i = 0; i < written.size() && i < known.size(); i++) {
                collectUnknown(written.get(i), known.get(i), where + "[" + i + "]", unknown);
            }
        }
    }
}
