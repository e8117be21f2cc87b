// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.knowledge;

import io.allo.toolexecutor.config.Json;
import io.allo.toolexecutor.document.DocumentException;
import io.allo.toolexecutor.document.DocumentFormat;
import io.allo.toolexecutor.door.ApiException;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Takes documents in and answers questions from them, always within an account. */
@ApplicationScoped
public class Knowledge {
    private static final int MOST_PASSAGES = 5_000;

    private final DocumentRepository documents;
    private final PassageIndex index;
    private final Unanswered unanswered;
    private final KnowledgeConfig config;
    private final MeterRegistry meters;
    private final Json json;
    private final Clock clock;
    private final Vertx vertx;

    Knowledge(
            DocumentRepository documents,
            HybridIndex index,
            Unanswered unanswered,
            KnowledgeConfig config,
            MeterRegistry meters,
            Json json,
            Clock clock,
            Vertx vertx) {
        this.documents = documents;
        this.index = index;
        this.unanswered = unanswered;
        this.config = config;
        this.meters = meters;
        this.json = json;
        this.clock = clock;
        this.vertx = vertx;
    }

    /** @param source file name or URL; @param title null = the source */
    record Upload(
            Scope scope,
            DocumentFormat format,
            String source,
            @Nullable String title,
            byte[] content) {}

    /** Passages of a file, read on a worker thread; 400 when there is no text in it. */
    Uni<List<Passage>> passages(Upload upload) {
        return Uni.createFrom()
                .completionStage(
                        () -> vertx.executeBlocking(() -> cut(upload), false).toCompletionStage());
    }

    private static List<Passage> cut(Upload upload) {
        try {
            List<Passage> passages = Passage.of(upload.format().sections(upload.content()));
            if (passages.isEmpty()) {
                throw ApiException.badRequest("the document has no text");
            }
            if (passages.size() > MOST_PASSAGES) {
                throw ApiException.badRequest("the document is too long (" + passages.size()
                        + " passages, expected: at most " + MOST_PASSAGES + ")");
            }
            return passages;
        } catch (DocumentException e) {
            throw ApiException.badRequest(e.getMessage());
        }
    }

    /** Stores a document, or a new version of it, in the current transaction. */
    Uni<KnowledgeDocument> store(Upload upload, List<Passage> passages) {
        return documents
                .claimed(upload.scope(), upload.source(), clock.instant())
                .invoke(row -> {
                    row.title = upload.title() == null ? upload.source() : upload.title();
                    row.mediaType = upload.format().mediaType();
                    row.passages = passages.size();
                    row.updatedAt = clock.instant();
                })
                .call(() -> refuseTooMany(upload.scope()))
                .call(documents::flush)
                .call(row -> documents.replacePassages(row.id, rows(row.id, passages)))
                .map(KnowledgeDocument::of);
    }

    private Uni<Void> refuseTooMany(Scope scope) {
        return documents
                .countOf(scope.accountId())
                .invoke(count -> {
                    if (count > config.mostDocuments()) {
                        throw ApiException.conflict(
                                "too many documents (expected: at most " + config.mostDocuments() + ")");
                    }
                })
                .replaceWithVoid();
    }

    private String rows(UUID document, List<Passage> passages) {
        return json.write(IntStream.range(0, passages.size())
                .mapToObj(i -> {
                    Map<String, Object> row = new LinkedHashMap<>();
                    // In the order of the document: of passages that answer equally well the first is taken.
                    row.put("id", new UUID(document.getMostSignificantBits(), i));
                    row.put("position", i);
                    row.put("heading", passages.get(i).heading());
                    row.put("body", passages.get(i).body());
                    row.put("plain", passages.get(i).plain());
                    return row;
                })
                .toList());
    }

    @WithSession
    Uni<List<KnowledgeDocument>> list(Scope scope) {
        return documents
                .listed(scope)
                .map(rows -> rows.stream().map(KnowledgeDocument::of).toList());
    }

    /** Nearest passages, best first, however doubtful. */
    @WithSession
    Uni<List<Found>> search(Scope scope, String question, int most) {
        return index.search(scope, question, most);
    }

    /**
     * The passage that answers a question; a question without one is counted for whoever keeps the knowledge. Metric: {@code
     * allo_knowledge_questions_total{outcome}}.
     */
    @WithTransaction
    public Uni<Optional<Found>> answer(Scope scope, String question) {
        return index.search(scope, question, 1)
                .map(found -> found.stream().findFirst().filter(best -> best.confidence() >= config.confidence()))
                .invoke(best -> meters.counter(
                                "allo.knowledge.questions", "outcome", best.isPresent() ? "answered" : "unknown")
                        .increment())
                .call(best -> best.isPresent() ? Uni.createFrom().voidItem() : unanswered.count(scope, question));
    }

    @WithSession
    Uni<List<Unanswered.Question>> questions(Scope scope) {
        return unanswered.list(scope);
    }

    /** In the current transaction; false when the account has no such document. */
    Uni<Boolean> delete(String accountId, UUID id) {
        return documents.deleteOf(accountId, id);
    }

    /** In the current transaction; false when the account has no such question. */
    Uni<Boolean> forget(String accountId, UUID question) {
        return unanswered.delete(accountId, question);
    }
}
