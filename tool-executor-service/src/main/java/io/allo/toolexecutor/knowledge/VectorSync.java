// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.knowledge;

import io.allo.toolexecutor.vector.Embeddings;
import io.allo.toolexecutor.vector.Qdrant;
import io.allo.toolexecutor.vector.Qdrant.Point;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the vector store as PostgreSQL is: what is new or changed goes in, what is gone goes out. What fails waits for a later
 * round; two replicas at the same document write the same points.
 */
@ApplicationScoped
class VectorSync {
    private static final Logger LOG = Logger.getLogger(VectorSync.class);
    private static final int DOCUMENTS = 20;
    private static final int TEXTS = 64;

    private static final String GONE = "select document_id from knowledge_gone order by gone_at limit " + DOCUMENTS;
    // In any order: some that are refused again and again must not stand before all others.
    private static final String CHANGED = "select id, account_id, business_id, updated_at from knowledge_documents"
            + " where vectors_of is distinct from updated_at order by random() limit " + DOCUMENTS;
    private static final String PASSAGES =
            "select id, heading, body from knowledge_passages where document_id = $1 order by position";
    // A version that came meanwhile is another one, and its turn comes.
    private static final String DONE =
            "update knowledge_documents set vectors_of = $2 where id = $1 and updated_at = $2";

    private final Pool pool;
    private final Embeddings embeddings;
    private final Qdrant vectors;
    private final KnowledgeConfig config;
    private final MeterRegistry meters;
    private final Vertx vertx;
    private final FaqVectors faqs;
    private final AtomicBoolean running = new AtomicBoolean();
    private volatile long timer = -1;

    VectorSync(
            Pool pool,
            Embeddings embeddings,
            Qdrant vectors,
            KnowledgeConfig config,
            MeterRegistry meters,
            Vertx vertx) {
        this.pool = pool;
        this.embeddings = embeddings;
        this.vectors = vectors;
        this.config = config;
        this.meters = meters;
        this.vertx = vertx;
        this.faqs = new FaqVectors(pool, embeddings, vectors);
    }

    private record Document(
            UUID id, String account, @Nullable UUID business, OffsetDateTime version) {}

    void start(@Observes StartupEvent event) {
        if (config.store() == KnowledgeConfig.Store.QDRANT) {
            timer = vertx.setPeriodic(config.vectorInterval().toMillis(), tick -> look());
        }
    }

    void stop(@Observes ShutdownEvent event) {
        vertx.cancelTimer(timer);
    }

    private void look() {
        if (!running.compareAndSet(false, true)) {
            return;
        }
        round().subscribe().with(done -> running.set(false), failure -> {
            running.set(false);
            meters.counter("allo.knowledge.vectors", "outcome", "failed").increment();
            LOG.warnf("documents wait for the vector store cause=%s", failure.toString());
        });
    }

    /** What is due now; how many documents and questions. */
    Uni<Integer> round() {
        return vectors.ready(embeddings.dimensions())
                .chain(() -> rows(GONE, Tuple.tuple()))
                .chain(gone -> oneByOne(gone.stream().map(row -> row.getUUID(0)).toList(), this::remove))
                .chain(removed -> rows(CHANGED, Tuple.tuple())
                        .chain(changed -> oneByOne(
                                changed.stream().map(VectorSync::document).toList(), this::putIfPossible))
                        .map(put -> put + removed))
                .chain(documents -> faqs.round().map(questions -> questions + documents));
    }

    private static Document document(Row row) {
        return new Document(row.getUUID(0), row.getString(1), row.getUUID(2), row.getOffsetDateTime(3));
    }

    private <T> Uni<Integer> oneByOne(List<T> items, Function<T, Uni<Void>> action) {
        return Multi.createFrom()
                .iterable(items)
                .onItem()
                .transformToUniAndConcatenate(item -> action.apply(item).replaceWith(item))
                .collect()
                .asList()
                .map(List::size);
    }

    private Uni<Void> remove(UUID document) {
        return vectors.delete(document)
                .chain(() -> pool.preparedQuery("delete from knowledge_gone where document_id = $1")
                        .execute(Tuple.of(document)))
                .replaceWithVoid();
    }

    /** One that the embeddings server refuses does not keep the others waiting. */
    private Uni<Void> putIfPossible(Document document) {
        return put(document).onFailure().recoverWithUni(failure -> {
            meters.counter("allo.knowledge.vectors", "outcome", "failed").increment();
            LOG.warnf("document %s waits for the vector store cause=%s", document.id(), failure.toString());
            return Uni.createFrom().voidItem();
        });
    }

    private Uni<Void> put(Document document) {
        return rows(PASSAGES, Tuple.of(document.id()))
                .chain(passages -> vectors.delete(document.id())
                        .chain(() -> oneByOne(batches(passages), batch -> put(document, batch))))
                .chain(() -> pool.preparedQuery(DONE).execute(Tuple.of(document.id(), document.version())))
                .invoke(() -> meters.counter("allo.knowledge.vectors", "outcome", "indexed")
                        .increment())
                .replaceWithVoid();
    }

    private Uni<Void> put(Document document, List<Row> passages) {
        List<String> texts = passages.stream()
                .map(row -> row.getString(1) + "\n" + row.getString(2))
                .toList();
        return embeddings
                .of(texts)
                .map(made -> IntStream.range(0, made.size())
                        .mapToObj(i -> new Point(
                                passages.get(i).getUUID(0),
                                document.id(),
                                document.account(),
                                document.business(),
                                made.get(i)))
                        .toList())
                .chain(vectors::put);
    }

    private static List<List<Row>> batches(List<Row> rows) {
        List<List<Row>> batches = new ArrayList<>();
        for (int from = 0; from < rows.size(); from += TEXTS) {
            batches.add(rows.subList(from, Math.min(rows.size(), from + TEXTS)));
        }
        return batches;
    }

    private Uni<List<Row>> rows(String sql, Tuple parameters) {
        return pool.preparedQuery(sql)
                .execute(parameters)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false).toList());
    }
}
