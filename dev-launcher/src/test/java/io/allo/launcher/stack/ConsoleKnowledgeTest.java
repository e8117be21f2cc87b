// SPDX-License-Identifier: Apache-2.0
package io.allo.launcher.stack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.allo.launcher.stack.ConsoleKnowledge.Article;
import io.allo.launcher.stack.ConsoleKnowledge.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The console's knowledge is loaded once and verified: B63. */
class ConsoleKnowledgeTest {
    private final Set<String> kept = new HashSet<>();
    private HttpServer server;

    @BeforeEach
    void aServiceThatKeepsDocuments() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/knowledge", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String query = URLDecoder.decode(exchange.getRequestURI().getRawQuery(), UTF_8);
        boolean known = "key".equals(exchange.getRequestHeaders().getFirst("X-API-Key"));
        if (known && exchange.getRequestMethod().equals("POST")) {
            kept.add("\"" + query.replaceAll("^source=([^&]*)&.*", "$1") + "\"");
        }
        byte[] body = kept.toString().getBytes(UTF_8);
        exchange.sendResponseHeaders(known ? 200 : 401, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private ConsoleKnowledge knowledge(String key) {
        URI tools = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        return new ConsoleKnowledge(HttpClient.newHttpClient(), tools, Map.of("X-API-Key", key), DemoData.CONSOLE);
    }

    @Test
    void theDemosArticlesAreManyAndEachFitsOnePassage() {
        List<Article> articles = ConsoleKnowledge.demo();
        assertThat(articles).hasSizeGreaterThanOrEqualTo(20);
        assertThat(articles)
                .extracting(Article::source)
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("[a-z0-9-]+\\.md"));
        assertThat(articles)
                .allSatisfy(article -> assertThat(article.text())
                        .startsWith("# " + article.title())
                        .contains("Symptômes", "Causes", "1.", "Durée", "Réussite")
                        .hasSizeLessThan(700 + article.title().length()));
    }

    @Test
    void loadingAgainLoadsNothing() throws Exception {
        List<Article> articles = ConsoleKnowledge.demo();
        assertThat(knowledge("key").load(articles))
                .isEqualTo(new Outcome(articles.size(), articles.size(), articles.size()));
        assertThat(knowledge("key").load(articles)).isEqualTo(new Outcome(articles.size(), 0, articles.size()));
    }

    @Test
    void aRefusalIsTold() {
        assertThatThrownBy(() -> knowledge("wrong").load(ConsoleKnowledge.demo()))
                .hasMessageContaining("401");
    }
}
