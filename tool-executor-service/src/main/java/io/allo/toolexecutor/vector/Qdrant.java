// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.vector;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.WebApplicationException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;

/**
 * A collection of Qdrant. Every query names its account: the condition is made here and cannot be left out. What comes back are ids;
 * whoever asks looks them up where the texts are. Fails with whatever kept the server from answering.
 */
@ApplicationScoped
public class Qdrant {
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;

    private final QdrantClient client;
    private final QdrantConfig config;
    private volatile boolean made;

    Qdrant(@RestClient QdrantClient client, QdrantConfig config) {
        this.client = client;
        this.config = config;
    }

    /**
     * A text's place.
     *
     * @param group what is replaced and deleted together
     * @param business null: of the whole account
     */
    public record Point(
            UUID id, UUID group, String account, @Nullable UUID business, float[] vector) {
        private Map<String, Object> toJson() {
            Map<String, Object> payload = new LinkedHashMap<>();
            payload.put("account_id", account);
            payload.put("group_id", group.toString());
            if (business != null) {
                payload.put("business_id", business.toString());
            }
            return Map.of("id", id.toString(), "vector", vector, "payload", payload);
        }
    }

    /** @param score cosine, larger is nearer */
    public record Near(UUID id, double score) {}

    /** Makes the collection if there is none; fails when it holds vectors of another length. */
    public Uni<Void> ready(int dimensions) {
        if (made) {
            return Uni.createFrom().voidItem();
        }
        return client.collection(key(), config.collection())
                .invoke(found -> fits(found, dimensions))
                .replaceWithVoid()
                .onFailure(Qdrant::isNotFound)
                .recoverWithUni(() -> make(dimensions))
                .invoke(() -> made = true);
    }

    private void fits(JsonNode found, int dimensions) {
        int size = found.at("/result/config/params/vectors/size").asInt();
        if (size != dimensions) {
            throw new IllegalStateException("collection " + config.collection() + " holds vectors of " + size
                    + " numbers, the embeddings have " + dimensions
                    + ": set allo.qdrant.collection to a new name, or the former model");
        }
    }

    private Uni<Void> make(int dimensions) {
        Map<String, Object> parameters = Map.of("vectors", Map.of("size", dimensions, "distance", "Cosine"));
        return client.create(key(), config.collection(), parameters)
                .replaceWithVoid()
                .onFailure(failure -> status(failure) == CONFLICT) // another replica was quicker
                .recoverWithNull()
                .chain(() -> field("account_id", Map.of("type", "keyword", "is_tenant", true)))
                .chain(() -> field("group_id", "keyword"))
                .chain(() -> field("business_id", "keyword"));
    }

    private Uni<Void> field(String name, Object schema) {
        return client.index(key(), config.collection(), true, Map.of("field_name", name, "field_schema", schema))
                .replaceWithVoid();
    }

    /** A point with the same id is replaced. */
    public Uni<Void> put(List<Point> points) {
        return points.isEmpty()
                ? Uni.createFrom().voidItem()
                : client.upsert(
                                key(),
                                config.collection(),
                                true,
                                Map.of(
                                        "points",
                                        points.stream().map(Point::toJson).toList()))
                        .onFailure(Qdrant::isNotFound)
                        .invoke(() -> made = false) // dropped since: made anew at the next look
                        .replaceWithVoid();
    }

    public Uni<Void> delete(UUID group) {
        Map<String, Object> filter = Map.of("filter", Map.of("must", List.of(matches("group_id", group.toString()))));
        return client.delete(key(), config.collection(), true, filter)
                .replaceWithVoid()
                .onFailure(Qdrant::isNotFound)
                .recoverWithNull();
    }

    /** The nearest of an account, of the whole of it and of this business, best first. @param least score of the last */
    public Uni<List<Near>> nearest(String account, @Nullable UUID business, float[] vector, int most, double least) {
        List<Object> must = new ArrayList<>();
        must.add(matches("account_id", account));
        Map<String, Object> ofAll = Map.of("is_empty", Map.of("key", "business_id"));
        must.add(
                business == null
                        ? ofAll
                        : Map.of("should", List.of(ofAll, matches("business_id", business.toString()))));
        Map<String, Object> query = new LinkedHashMap<>();
        query.put("query", vector);
        query.put("limit", most);
        query.put("score_threshold", least);
        query.put("with_payload", false);
        query.put("filter", Map.of("must", must));
        return client.query(key(), config.collection(), query)
                .ifNoItem()
                .after(config.timeout())
                .fail()
                .map(Qdrant::read)
                .onFailure(Qdrant::isNotFound)
                .recoverWithItem(List.of());
    }

    private static List<Near> read(JsonNode answer) {
        List<Near> near = new ArrayList<>();
        for (JsonNode point : answer.at("/result/points")) {
            near.add(new Near(
                    UUID.fromString(point.path("id").asText()),
                    point.path("score").asDouble()));
        }
        return near;
    }

    private static Map<String, Object> matches(String key, String value) {
        return Map.of("key", key, "match", Map.of("value", value));
    }

    private @Nullable String key() {
        return config.apiKey().filter(key -> !key.isBlank()).orElse(null);
    }

    private static boolean isNotFound(Throwable failure) {
        return status(failure) == NOT_FOUND;
    }

    private static int status(Throwable failure) {
        return failure instanceof WebApplicationException refusal
                ? refusal.getResponse().getStatus()
                : 0;
    }
}
