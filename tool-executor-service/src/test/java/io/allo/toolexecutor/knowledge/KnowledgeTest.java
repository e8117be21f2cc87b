// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.knowledge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;

import com.sun.net.httpserver.HttpServer;
import io.allo.toolexecutor.Demo;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Documents go in, answers come out with their source; what is not known is said and counted (rows D4 to D8). */
@QuarkusTest
class KnowledgeTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    @Inject
    OldQuestions broom;

    @Inject
    Pool pool;

    private String account;

    @BeforeEach
    void anAccount() {
        account = UUID.randomUUID().toString();
    }

    private RequestSpecification request() {
        return Demo.service().header("X-Allo-Account", account);
    }

    private ValidatableResponse upload(String type, String source, byte[] content) {
        return request()
                .contentType(type)
                .queryParam("source", source)
                .body(content)
                .post("/api/knowledge")
                .then();
    }

    private ValidatableResponse search(String question) {
        return request()
                .queryParam("question", question)
                .get("/api/knowledge/search")
                .then()
                .statusCode(200);
    }

    private ValidatableResponse asked(String question, String language) {
        return request()
                .body(Map.of("question", question, "language", language))
                .post("/api/ai/tools/answer-question")
                .then()
                .statusCode(200);
    }

    @Test
    @DisplayName("D8: an edited document answers anew")
    void aDocumentWithTheSameSourceReplacesTheOldOne() {
        upload("text/markdown", "prix.md", "# Prix\n\nLa coupe coûte 28 €.".getBytes(UTF_8))
                .statusCode(201);
        upload("text/markdown", "prix.md", "# Prix\n\nLa coupe coûte 31 €.".getBytes(UTF_8))
                .statusCode(201)
                .body("passages", equalTo(1));

        search("combien coûte la coupe ?").body("results", hasSize(1)).body("results[0].text", containsString("31 €"));
        request().get("/api/knowledge").then().body("source", equalTo(List.of("prix.md")));
    }

    @Test
    void eachFormatIsReadByItsHeadings() throws IOException {
        upload("text/csv", "faq.csv", "Question;Réponse\n\"Livrez-vous ?\";\"Oui; à vélo\"\n".getBytes(UTF_8))
                .statusCode(201);
        upload("text/html; charset=utf-8", "page.html", """
                        <title>Garage</title><nav>Accueil Contact</nav><script>alert('vidange')</script>
                        <h2>Vidange</h2><div>Une vidange prend <b>une heure</b>.</div>
                        <table><tr><td>Pneus</td><td>80 €</td></tr></table>""".getBytes(UTF_8)).statusCode(201);
        upload("application/pdf", "notice.pdf", pdf("The warranty lasts two years."))
                .statusCode(201);
        upload("text/plain", "note.txt", "Le toit-terrasse ferme à minuit.".getBytes(UTF_8))
                .statusCode(201);

        search("livraison ou livrez vous")
                .body("results[0].heading", equalTo("Livrez-vous ?"))
                .body("results[0].text", equalTo("Oui; à vélo"));
        search("une vidange")
                .body("results[0].heading", equalTo("Garage > Vidange"))
                .body("results[0].text", containsString("une heure"))
                .body("results[0].text", containsString("Pneus | 80 €"));
        search("how long is the warranty")
                .body("results[0].heading", equalTo("p. 1"))
                .body("results[0].source", equalTo("notice.pdf"));
        search("le toit terrasse").body("results[0].title", equalTo("note.txt"));
        search("Accueil alert").body("results", empty());
    }

    @Test
    @DisplayName("D4, D6: an answer has source and confidence; a miss is said and counted")
    void whatIsNotKnownIsSaidAndCounted() {
        upload("text/markdown", "salon.md", "# Salon\n\n## Horaires\nOuvert le mardi de 9 h à 19 h.".getBytes(UTF_8));

        asked("quels sont vos horaires le mardi ?", "fr")
                .body("answer", containsString("9 h à 19 h"))
                .body("source", equalTo("Salon > Horaires (salon.md)"))
                .body("confidence", greaterThan(0.9f));
        asked("do you sell trombones?", "en")
                .body("answer", equalTo("unknown"))
                .body("next", containsString("do not know"));
        asked("do you sell trombones?", "en");

        request()
                .get("/api/knowledge/questions")
                .then()
                .body("question", equalTo(List.of("do you sell trombones?")))
                .body("[0].asked", equalTo(2));
        String id = request().get("/api/knowledge/questions").path("[0].id");
        request().delete("/api/knowledge/questions/" + id).then().statusCode(200);
        request().delete("/api/knowledge/questions/" + id).then().statusCode(404);
    }

    @Test
    void whatWasAskedInVainIsForgottenInTime() {
        asked("do you sell tubas?", "en");
        asked("do you sell flutes?", "en");
        pool.preparedQuery("update knowledge_questions set asked_at = now() - interval '91 days'"
                        + " where account_id = $1 and question = 'do you sell tubas?'")
                .execute(Tuple.of(account))
                .await()
                .atMost(LIMIT);

        broom.sweep().await().atMost(LIMIT);

        request().get("/api/knowledge/questions").then().body("question", equalTo(List.of("do you sell flutes?")));
    }

    @Test
    void misspeltWordsAndMissingAccentsAreFound() {
        upload(
                "text/markdown",
                "a.md",
                "## Stationnement\nLe garage à vélos est gratuit.\n## Hébergement\nUn lit.".getBytes(UTF_8));

        search("stationement velo").body("results[0].heading", equalTo("Stationnement"));
        search("hebergement").body("results[0].heading", equalTo("Hébergement"));
    }

    @Test
    void theAnsweredQuestionsOfARestaurantAreKnownToIt() {
        account = Demo.ACCOUNT;
        String restaurant = Demo.imported();
        request()
                .body(Map.of("restaurantId", restaurant, "question", "Avez-vous une terrasse chauffée ?"))
                .post("/api/faq")
                .then()
                .statusCode(201);
        String id = request()
                .get("/api/faq?status=pending&restaurantId=" + restaurant)
                .path("[0].id");
        request()
                .body(Map.of("id", id, "answer", "Oui, de mai à octobre."))
                .patch("/api/faq")
                .then()
                .statusCode(200);

        request()
                .body(Map.of("businessId", restaurant, "question", "la terrasse est chauffée ?"))
                .post("/api/ai/tools/answer-question")
                .then()
                .body("answer", equalTo("Oui, de mai à octobre."))
                .body("source", containsString("(faq)"));
    }

    @Test
    void anotherBusinessAndAnotherAccountKnowNothingOfIt() {
        String business = UUID.randomUUID().toString();
        request()
                .contentType("text/plain")
                .queryParam("source", "secret.txt")
                .queryParam("businessId", business)
                .body("Le coffre est derrière le tableau.".getBytes(UTF_8))
                .post("/api/knowledge")
                .then()
                .statusCode(201);
        String id = request().get("/api/knowledge").path("[0].id");

        search("le coffre").body("results", empty());
        request()
                .queryParam("question", "le coffre")
                .queryParam("businessId", business)
                .get("/api/knowledge/search")
                .then()
                .body("results", hasSize(1));

        account = UUID.randomUUID().toString();
        request()
                .queryParam("question", "le coffre")
                .queryParam("businessId", business)
                .get("/api/knowledge/search")
                .then()
                .body("results", empty());
        request().get("/api/knowledge").then().body("", empty());
        request().delete("/api/knowledge/" + id).then().statusCode(404);
    }

    @Test
    void aWebPageIsFetchedOnlyFromWhereOneMay() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "text/html");
            byte[] page = "<h1>Secret</h1><p>inside</p>".getBytes(UTF_8);
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        server.start();
        try {
            request()
                    .body(Map.of(
                            "url", "http://127.0.0.1:" + server.getAddress().getPort() + "/"))
                    .post("/api/knowledge/pages")
                    .then()
                    .statusCode(400)
                    .body("error", containsString("not public"));
        } finally {
            server.stop(0);
        }
        request().get("/api/knowledge").then().body("", empty());
    }

    @Test
    void filesThatAreNotWhatTheySayAreRefusedInWords() {
        upload("application/pdf", "x.pdf", "no pdf".getBytes(UTF_8))
                .statusCode(400)
                .body("error", containsString("PDF"));
        upload("text/plain", "x.txt", new byte[] {(byte) 0xff, (byte) 0xfe})
                .statusCode(400)
                .body("error", containsString("UTF-8"));
        upload("text/markdown", "x.md", "# only a heading".getBytes(UTF_8))
                .statusCode(400)
                .body("error", containsString("no text"));
        upload("image/png", "x.png", new byte[] {1})
                .statusCode(400)
                .body("error", containsString("text/markdown, text/csv"));
        request()
                .contentType("text/plain")
                .body("x".getBytes(UTF_8))
                .post("/api/knowledge")
                .then()
                .statusCode(400)
                .body("error", containsString("source is required"));
        search("'; drop table knowledge_passages; -- \\ & | ! :* <->").body("results", empty());
        search("???").body("results", empty());
        request().get("/api/knowledge/search?question=x&limit=99").then().statusCode(400);
        request().get("/api/knowledge?businessId=x").then().statusCode(400).body("error", containsString("UUID"));
    }

    private static byte[] pdf(String text) throws IOException {
        try (var document = new PDDocument();
                var out = new ByteArrayOutputStream()) {
            var page = new PDPage();
            document.addPage(page);
            try (var content = new PDPageContentStream(document, page)) {
                content.beginText();
                content.setFont(new PDType1Font(Standard14Fonts.FontName.HELVETICA), 12);
                content.newLineAtOffset(50, 700);
                content.showText(text);
                content.endText();
            }
            document.save(out);
            return out.toByteArray();
        }
    }
}
