// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.vector;

import io.allo.testkit.provider.EmbeddingsServer;
import io.allo.testkit.provider.QdrantServer;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import java.time.Duration;
import java.util.Optional;

/** The real clients, pointed at stand-ins. */
public final class VectorsOnLoopback {
    public static final String QDRANT_KEY = "qdrant-test";
    public static final String EMBEDDINGS_KEY = "sk-embed";
    public static final String MODEL = "text-embedding-3-small";

    private VectorsOnLoopback() {}

    public static Qdrant qdrant(QdrantServer server, String collection) {
        QdrantClient client =
                QuarkusRestClientBuilder.newBuilder().baseUri(server.uri()).build(QdrantClient.class);
        return new Qdrant(client, new Kept(Optional.of(QDRANT_KEY), collection, Duration.ofSeconds(5)));
    }

    public static Embeddings embeddings(EmbeddingsServer server, int dimensions) {
        EmbeddingsClient client =
                QuarkusRestClientBuilder.newBuilder().baseUri(server.uri()).build(EmbeddingsClient.class);
        return new Embeddings(client, new Made(Optional.of(EMBEDDINGS_KEY), MODEL, dimensions, Duration.ofSeconds(5)));
    }

    private record Kept(Optional<String> apiKey, String collection, Duration timeout) implements QdrantConfig {}

    private record Made(Optional<String> apiKey, String model, int dimensions, Duration timeout)
            implements EmbeddingsConfig {}
}
