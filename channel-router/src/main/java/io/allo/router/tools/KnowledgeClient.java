// SPDX-License-Identifier: Apache-2.0
package io.allo.router.tools;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.allo.router.config.ServiceKey;
import io.allo.router.console.KnowledgeSearch;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;

/** {@link KnowledgeSearch} over tool-executor-service. */
@Singleton
class KnowledgeClient implements KnowledgeSearch {
    private final KnowledgeApi api;
    private final ServiceKey serviceKey;

    KnowledgeClient(@RestClient KnowledgeApi api, ServiceKey serviceKey) {
        this.api = api;
        this.serviceKey = serviceKey;
    }

    @Override
    public Uni<List<Passage>> search(String accountId, @Nullable String customerId, String question, int most) {
        return api.search(serviceKey.value(), accountId, business(customerId), question, most)
                .map(found -> found.results().stream()
                        .map(one -> new Passage(
                                one.documentId(),
                                one.title(),
                                one.source(),
                                Objects.requireNonNullElse(one.heading(), ""),
                                one.text(),
                                one.confidence()))
                        .toList());
    }

    /** A customer's id as knowledge is kept under it: a UUID as it is, any other name by its name-based UUID. */
    static @Nullable String business(@Nullable String customerId) {
        if (customerId == null || customerId.isBlank()) {
            return null;
        }
        try {
            return UUID.fromString(customerId.strip()).toString();
        } catch (IllegalArgumentException e) {
            return UUID.nameUUIDFromBytes(customerId.strip().getBytes(UTF_8)).toString();
        }
    }
}
