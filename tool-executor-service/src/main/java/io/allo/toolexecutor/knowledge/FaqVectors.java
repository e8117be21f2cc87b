// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.knowledge;

import io.allo.toolexecutor.vector.Embeddings;
import io.allo.toolexecutor.vector.Qdrant;
import io.allo.toolexecutor.vector.Qdrant.Point;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/**
 * Answered questions of restaurants and calendars in the vector store, by their questions alone: a question in other words is near
 * the question, not near its answer. {@code knowledge_faq_vectors} says which are there; the answers stay in PostgreSQL.
 */
final class FaqVectors {
    private static final int MOST = 64;

    private static final String GONE = "select v.id from knowledge_faq_vectors v where not exists"
            + " (select 1 from knowledge_known k where k.id = v.id and k.document_id is null) limit " + MOST;
    private static final String NEW =
            "select distinct on (k.id) k.id, k.account_id, k.business_id, k.heading from knowledge_known k"
                    + " left join knowledge_faq_vectors v on v.id = k.id"
                    + " where k.document_id is null and v.question is distinct from k.heading limit " + MOST;
    private static final String FORGET = "delete from knowledge_faq_vectors where id = $1";
    private static final String KEPT = "insert into knowledge_faq_vectors (id, question) values ($1, $2)"
            + " on conflict (id) do update set question = excluded.question";

    private final Pool pool;
    private final Embeddings embeddings;
    private final Qdrant vectors;

    FaqVectors(Pool pool, Embeddings embeddings, Qdrant vectors) {
        this.pool = pool;
        this.embeddings = embeddings;
        this.vectors = vectors;
    }

    /** What is due now; how many questions. Fails with whatever kept a server from answering. */
    Uni<Integer> round() {
        return rows(GONE)
                .chain(gone -> Multi.createFrom()
                        .iterable(gone)
                        .onItem()
                        .transformToUniAndConcatenate(row -> remove(row.getUUID(0)))
                        .collect()
                        .asList())
                .chain(gone -> rows(NEW)
                        .chain(found -> found.isEmpty()
                                ? Uni.createFrom().item(gone.size())
                                : put(found).replaceWith(gone.size() + found.size())));
    }

    private Uni<UUID> remove(UUID id) {
        return vectors.delete(id)
                .chain(() -> pool.preparedQuery(FORGET).execute(Tuple.of(id)))
                .replaceWith(id);
    }

    private Uni<Void> put(List<Row> found) {
        return embeddings
                .of(found.stream().map(row -> row.getString("heading")).toList())
                .map(made -> IntStream.range(0, made.size())
                        .mapToObj(i -> point(found.get(i), made.get(i)))
                        .toList())
                .chain(vectors::put)
                .chain(() -> pool.preparedQuery(KEPT)
                        .executeBatch(found.stream()
                                .map(row -> Tuple.of(row.getUUID("id"), row.getString("heading")))
                                .toList()))
                .replaceWithVoid();
    }

    /** A group of its own: it goes alone. */
    private static Point point(Row row, float[] vector) {
        UUID id = row.getUUID("id");
        return new Point(id, id, row.getString("account_id"), row.getUUID("business_id"), vector);
    }

    private Uni<List<Row>> rows(String sql) {
        return pool.query(sql)
                .execute()
                .map(rows -> StreamSupport.stream(rows.spliterator(), false).toList());
    }
}
