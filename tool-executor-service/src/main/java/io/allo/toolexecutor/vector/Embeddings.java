// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.vector;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;

/** Vectors of texts. Fails with whatever kept the server from answering, or when its answer is not what was asked for. */
@ApplicationScoped
public class Embeddings {
    /** Characters; models read some 8,000 tokens. */
    private static final int LONGEST = 8_000;

    private final EmbeddingsClient client;
    private final EmbeddingsConfig config;

    Embeddings(@RestClient EmbeddingsClient client, EmbeddingsConfig config) {
        this.client = client;
        this.config = config;
    }

    /** Length of each vector. */
    public int dimensions() {
        return config.dimensions();
    }

    /** In the order of the texts. */
    public Uni<List<float[]>> of(List<String> texts) {
        List<String> input = texts.stream()
                .map(text -> text.isBlank() ? "-" : text.substring(0, Math.min(LONGEST, text.length())))
                .toList();
        Map<String, Object> request = Map.of(
                "model", config.model(), "input", input, "encoding_format", "float", "dimensions", config.dimensions());
        return client.embed(authorization(), request).map(answer -> vectors(answer, texts.size()));
    }

    /** Of one question, within {@code allo.embeddings.timeout}. */
    public Uni<float[]> of(String question) {
        return of(List.of(question)).ifNoItem().after(config.timeout()).fail().map(List::getFirst);
    }

    private @Nullable String authorization() {
        return config.apiKey()
                .filter(key -> !key.isBlank())
                .map(key -> "Bearer " + key)
                .orElse(null);
    }

    private List<float[]> vectors(JsonNode answer, int wanted) {
        List<float[]> vectors = new ArrayList<>(Collections.nCopies(wanted, new float[0]));
        for (JsonNode item : answer.path("data")) {
            int index = item.path("index").asInt(-1);
            JsonNode values = item.path("embedding");
            if (index < 0 || index >= wanted || values.size() != config.dimensions()) {
                throw new IllegalStateException("the embeddings server made a vector of " + values.size()
                        + " numbers (expected: allo.embeddings.dimensions = " + config.dimensions() + ")");
            }
            float[] vector = new float[values.size()];
            for (int i = 0; i < vector.length; i++) {
                vector[i] = (float) values.get(i).asDouble();
            }
            vectors.set(index, vector);
        }
        if (vectors.stream().anyMatch(vector -> vector.length == 0)) {
            throw new IllegalStateException("the embeddings server left texts out");
        }
        return vectors;
    }
}
