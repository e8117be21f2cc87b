// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.knowledge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.allo.testkit.provider.EmbeddingsServer;
import io.allo.testkit.provider.QdrantServer;
import io.allo.toolexecutor.Demo;
import io.allo.toolexecutor.vector.Embeddings;
import io.allo.toolexecutor.vector.Qdrant;
import io.allo.toolexecutor.vector.VectorsOnLoopback;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Knowledge with Qdrant beside PostgreSQL, both real clients against strict stand-ins. */
@QuarkusTest
@DisplayName("Qdrant is an option: found by meaning, PostgreSQL stays the truth")
class VectorSearchTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int DIMENSIONS = 256;
    private static final List<Set<String>> MEANINGS =
            List.of(Set.of("chien", "animaux", "toutou"), Set.of("garer", "parking", "voiture"));

    private final QdrantServer server = new QdrantServer(VectorsOnLoopback.QDRANT_KEY).start();
    private final EmbeddingsServer models =
            new EmbeddingsServer(VectorsOnLoopback.EMBEDDINGS_KEY, VectorsOnLoopback.MODEL, MEANINGS).start();
    private final Qdrant qdrant = VectorsOnLoopback.qdrant(server, "test");
    private final Embeddings embeddings = VectorsOnLoopback.embeddings(models, DIMENSIONS);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @Inject
    PostgresIndex words;

    @Inject
    Pool pool;

    @Inject
    Vertx vertx;

    private String account;
    private VectorSync sync;
    private HybridIndex index;

    private record Settings(double confidence, int mostDocuments, double vectorScore) implements KnowledgeConfig {
        @Override
        public Store store() {
            return Store.QDRANT;
        }

        @Override
        public Duration vectorInterval() {
            return Duration.ofHours(1);
        }

        @Override
        public Duration pageTimeout() {
            return Duration.ofSeconds(1);
        }

        @Override
        public Duration keepQuestions() {
            return Duration.ofDays(90);
        }
    }

    @BeforeEach
    void anAccount() {
        account = UUID.randomUUID().toString();
        KnowledgeConfig config = new Settings(0.4, 500, 0.3);
        sync = new VectorSync(pool, embeddings, qdrant, config, meters, vertx);
        index = new HybridIndex(words, embeddings, qdrant, config, meters);
        pool.query("update knowledge_documents set vectors_of = updated_at")
                .execute()
                .await()
                .atMost(LIMIT);
        pool.query("delete from knowledge_gone").execute().await().atMost(LIMIT);
        pool.query("insert into knowledge_faq_vectors select distinct on (id) id, heading from knowledge_known"
                        + " where document_id is null on conflict (id) do update set question = excluded.question")
                .execute()
                .await()
                .atMost(LIMIT);
    }

    @AfterEach
    void close() {
        server.close();
        models.close();
    }

    private String upload(String of, String source, String text) {
        return Demo.service()
                .header("X-Allo-Account", of)
                .contentType("text/markdown")
                .queryParam("source", source)
                .body(text.getBytes(UTF_8))
                .post("/api/knowledge")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private int synced() {
        return sync.round().await().atMost(LIMIT);
    }

    private List<Found> search(String of, String question) {
        return search(of, null, question);
    }

    private List<Found> search(String of, @Nullable UUID business, String question) {
        try {
            return VertxContextSupport.subscribeAndAwait(
                    () -> Panache.withSession(() -> index.search(new Scope(of, business), question, 3)));
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aQuestionFindsWhatSharesNoWordWithIt() {
        upload(account, "house.md", "# Règles\nLes animaux restent dehors.\n\n# Venir\nParking derrière la maison.");
        assertThat(search(account, "mon toutou")).isEmpty();

        assertThat(synced()).isOne();

        assertThat(search(account, "mon toutou").getFirst().text()).contains("animaux");
        assertThat(search(account, "où garer").getFirst().text()).contains("Parking");
        assertThat(search(account, "mon toutou").getFirst().source()).isEqualTo("house.md");
    }

    @Test
    @DisplayName(
            "B64, B77: what a technician says is looked for in Qdrant, among his customer's articles and his account's")
    void aTechniciansWordsFindHisCustomersArticle() {
        UUID customer = UUID.randomUUID();
        String article = "# Accueil\nLes animaux déclenchent le détecteur.";
        Demo.service()
                .header("X-Allo-Account", account)
                .contentType("text/markdown")
                .queryParam("source", "detecteur.md")
                .queryParam("businessId", customer.toString())
                .body(article.getBytes(UTF_8))
                .post("/api/knowledge")
                .then()
                .statusCode(201);
        assertThat(synced()).isOne();

        assertThat(searchOf(customer, "le toutou"))
                .singleElement()
                .satisfies(found -> assertThat(found.source()).isEqualTo("detecteur.md"));
        assertThat(searchOf(UUID.randomUUID(), "le toutou")).isEmpty();
        assertThat(search(account, "le toutou")).isEmpty();
    }

    private List<Found> searchOf(UUID customer, String question) {
        try {
            return VertxContextSupport.subscribeAndAwait(
                    () -> Panache.withSession(() -> index.search(new Scope(account, customer), question, 3)));
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whatIsThereIsNotPutThereAgain() {
        upload(account, "house.md", "# Règles\nLes animaux restent dehors.");
        synced();
        int texts = models.texts();

        assertThat(synced()).isZero();
        assertThat(models.texts()).isEqualTo(texts);
    }

    @Test
    void aNewVersionReplacesTheFormerAndADeletedDocumentLeaves() {
        upload(account, "house.md", "# Un\nLes animaux restent dehors.\n\n# Deux\nParking derrière.");
        synced();
        assertThat(server.points("test")).isEqualTo(2);

        String id = upload(account, "house.md", "# Un\nLes animaux sont bienvenus.");
        synced();
        assertThat(server.points("test")).isEqualTo(1);
        assertThat(search(account, "toutou").getFirst().text()).contains("bienvenus");

        Demo.service()
                .header("X-Allo-Account", account)
                .delete("/api/knowledge/" + id)
                .then()
                .statusCode(200);
        assertThat(search(account, "toutou"))
                .as("the store still has it, PostgreSQL no longer")
                .isEmpty();
        synced();
        assertThat(server.points("test")).isZero();
    }

    /** E37: the reception profile answers from a confidence of 0.80 on, and what is near in meaning has it. */
    @Test
    @DisplayName("the FAQ of a calendar is found by meaning, while it stands; E37")
    void aQuestionOfTheFaqIsFoundInOtherWords() {
        UUID calendar = UUID.randomUUID();
        calendar(calendar, "[{\"question\":\"Animaux ?\",\"answer\":\"Au jardin.\"}]");
        assertThat(search(account, calendar, "toutou")).isEmpty();

        assertThat(synced()).isOne();

        Found found = search(account, calendar, "toutou").getFirst();
        assertThat(found.text()).isEqualTo("Au jardin.");
        assertThat(found.source()).isEqualTo("faq");
        assertThat(found.confidence()).isGreaterThanOrEqualTo(0.8);
        assertThat(search(account, calendar, "vos horaires")).isEmpty();
        assertThat(search(account, UUID.randomUUID(), "toutou"))
                .as("another business of the account")
                .isEmpty();
        assertThat(synced()).as("it is there").isZero();

        calendar(calendar, "[]");
        assertThat(search(account, calendar, "toutou")).isEmpty();
        synced();
        assertThat(server.points("test")).isZero();
    }

    private void calendar(UUID id, String faqs) {
        pool.preparedQuery("""
                        insert into calendars (id, account_id, document, created_at, updated_at)
                        values ($1, $2, cast(cast($3 as text) as jsonb), now(), now())
                        on conflict (id) do update set document = excluded.document""")
                .execute(Tuple.of(id, account, "{\"name\":\"Salon\",\"faqs\":" + faqs + "}"))
                .await()
                .atMost(LIMIT);
    }

    @Test
    @DisplayName("the FAQ of a restaurant is found by meaning")
    void anAnsweredQuestionOfARestaurantIsFoundInOtherWords() {
        String restaurant = Demo.imported();
        pool.preparedQuery("insert into faqs (id, restaurant_id, question, answer, status)"
                        + " values ($1, $2, 'Garer ?', 'Derrière la gare.', 'answered') on conflict do nothing")
                .execute(Tuple.of(UUID.randomUUID(), UUID.fromString(restaurant)))
                .await()
                .atMost(LIMIT);

        synced();

        assertThat(search(Demo.ACCOUNT, UUID.fromString(restaurant), "voiture"))
                .extracting(Found::text)
                .contains("Derrière la gare.");
    }

    @Test
    void anotherAccountFindsNothingOfIt() {
        upload(account, "house.md", "# Règles\nLes animaux restent dehors.");
        synced();

        assertThat(search(UUID.randomUUID().toString(), "toutou")).isEmpty();
    }

    @Test
    void aPointThatPointsIntoAnotherAccountShowsNothing() {
        String id = upload(account, "secret.md", "# Secret\nLes animaux restent dehors.");
        UUID passage = pool.preparedQuery("select id from knowledge_passages where document_id = $1")
                .execute(Tuple.of(UUID.fromString(id)))
                .await()
                .atMost(LIMIT)
                .iterator()
                .next()
                .getUUID(0);
        synced();
        String thief = UUID.randomUUID().toString();
        float[] vector = embeddings.of("toutou").await().atMost(LIMIT);
        qdrant.put(List.of(new Qdrant.Point(passage, UUID.fromString(id), thief, null, vector)))
                .await()
                .atMost(LIMIT);

        assertThat(search(thief, "toutou")).isEmpty();
    }

    @Test
    void whileTheStoreIsAwayWordsAnswerAndDocumentsWait() {
        upload(account, "house.md", "# Règles\nLes animaux restent dehors.");
        server.away(true);

        assertThatThrownBy(this::synced).isInstanceOf(RuntimeException.class);
        assertThat(search(account, "les animaux").getFirst().text()).contains("animaux");
        assertThat(meters.counter("allo.knowledge.vector.searches", "outcome", "failed")
                        .count())
                .isPositive();

        server.away(false);
        assertThat(synced()).isOne();
        assertThat(search(account, "toutou")).isNotEmpty();
    }

    @Test
    void aDocumentThatIsRefusedDoesNotKeepTheOthersWaiting() {
        models.refuse("unspeakable");
        upload(account, "bad.md", "# Bad\nThis is unspeakable.");
        upload(account, "house.md", "# Règles\nLes animaux restent dehors.");

        synced();

        assertThat(search(account, "toutou").getFirst().source()).isEqualTo("house.md");
        assertThat(meters.counter("allo.knowledge.vectors", "outcome", "failed").count())
                .isOne();
    }

    @Test
    void vectorsOfAnotherLengthAreRefusedWithWhatToDo() {
        synced();

        assertThatThrownBy(() -> VectorsOnLoopback.qdrant(server, "test")
                        .ready(DIMENSIONS * 2)
                        .await()
                        .atMost(LIMIT))
                .hasMessageContaining("collection test holds vectors of 256")
                .hasMessageContaining("allo.qdrant.collection");
    }
}
